import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { z } from 'zod';
import { answerJson } from './http-server.ts';

/** There is no build to serve. */
export class PageNotBuilt extends Error {}

export type PageFile = { path: string; sha256: string; mime: string; immutable: boolean };
export type PageFiles = ReadonlyMap<string, PageFile>;

const types: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json',
  svg: 'image/svg+xml',
  png: 'image/png',
  ico: 'image/x-icon',
  woff2: 'font/woff2',
  woff: 'font/woff',
};

const manifest = z.object({
  files: z.record(z.string(), z.object({ bytes: z.number(), sha256: z.string() })),
});

const readManifest = (file: string): z.infer<typeof manifest>['files'] => {
  try {
    return manifest.parse(JSON.parse(readFileSync(file, 'utf8'))).files;
  } catch (error) {
    throw new PageNotBuilt('the manifest of the page cannot be read', { cause: error });
  }
};

/**
 * The files of the built page by the path they are asked for. Only what the manifest of the build lists exists here, so
 * no path, however written, leads anywhere else. Throws PageNotBuilt.
 */
export const pageFiles = (folder: string, manifestFile: string): PageFiles => {
  const files = readManifest(manifestFile);
  const byPath = new Map<string, PageFile>();
  for (const [name, { sha256 }] of Object.entries(files)) {
    const mime = types[name.slice(name.lastIndexOf('.') + 1)] ?? 'application/octet-stream';
    const file = { path: join(folder, name), sha256, mime, immutable: name.startsWith('assets/') };
    byPath.set(`/${name}`, file);
    if (name === 'index.html') byPath.set('/', file);
  }
  return byPath;
};

/** Reads each file once; the page is small and the service lives long. */
const cachedReader = (): ((file: PageFile) => Promise<Buffer>) => {
  const cache = new Map<string, Buffer>();
  return async (file) => {
    const content = cache.get(file.path) ?? (await readFile(file.path));
    cache.set(file.path, content);
    return content;
  };
};

/** Answers with a file of the page, or 404. */
export const servePage = (
  files: PageFiles,
): ((request: IncomingMessage, response: ServerResponse) => Promise<void>) => {
  const read = cachedReader();
  return async (request, response) => {
    const file = files.get(request.url ?? '');
    if (file === undefined) return answerJson(response, 404, { error: 'not found' });
    const etag = `"${file.sha256}"`;
    const cache = file.immutable ? 'public, max-age=31536000, immutable' : 'no-store';
    const headers = { 'content-type': file.mime, 'cache-control': cache, etag };
    if (request.headers['if-none-match'] === etag) {
      response.writeHead(304, headers).end();
      return undefined;
    }
    const content = await read(file);
    response.writeHead(200, { ...headers, 'content-length': content.length });
    response.end(request.method === 'HEAD' ? undefined : content);
    return undefined;
  };
};
