import type { IncomingMessage, ServerResponse } from 'node:http';
import { cachedReader, type PageFiles } from '../page/page-files.ts';
import { answerJson } from './http-server.ts';

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
