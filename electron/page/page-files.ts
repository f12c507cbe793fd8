import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

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
export const cachedReader = (): ((file: PageFile) => Promise<Buffer>) => {
  const cache = new Map<string, Buffer>();
  return async (file) => {
    const content = cache.get(file.path) ?? (await readFile(file.path));
    cache.set(file.path, content);
    return content;
  };
};
