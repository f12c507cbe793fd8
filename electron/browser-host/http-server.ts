import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import { cachedReader, type PageFile } from './page-files.ts';
import { refuse, type Refusal } from './request-guard.ts';
import { securityHeaders } from './security-headers.ts';

export const maxBodyBytes = 4096;

export type HttpParts = {
  port: number;
  /** Files by path; undefined while a development server shows the page. */
  files: ReadonlyMap<string, PageFile>;
  onSession(body: unknown): { status: number; body: unknown };
  onControl(authorization: string | undefined, body: unknown): { status: number; body: unknown };
  /** An upgrade on /socket that passed the guard. */
  onSocket(request: IncomingMessage, socket: Duplex, head: Buffer): void;
};

export type HttpHost = { readonly address: string; readonly port: number; close(): Promise<void> };

const pathOf = (request: IncomingMessage): string => (request.url ?? '').split('?', 1)[0] ?? '';

const guard = (request: IncomingMessage, address: string, needsOrigin: boolean): Refusal | undefined => {
  // Two Host or Origin headers are no header that could be trusted.
  const hosts = request.headersDistinct['host'] ?? [];
  const origins = request.headersDistinct['origin'] ?? [];
  if (hosts.length > 1 || origins.length > 1) return { status: 400, reason: 'header twice' };
  return refuse(
    { method: request.method ?? '', host: hosts[0], origin: origins[0], path: pathOf(request) },
    address,
    needsOrigin,
  );
};

const readBody = async (request: IncomingMessage): Promise<unknown> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = chunk as Buffer; // a request without encoding yields buffers
    size += bytes.length;
    if (size > maxBodyBytes) return undefined;
    chunks.push(bytes);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    return undefined;
  }
};

const answerJson = (response: ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
};

/** The loopback server: static files, two small POST routes, and the upgrade to the socket. */
export const startHttp = async (parts: HttpParts): Promise<HttpHost> => {
  const read = cachedReader();
  let address = '';

  const serveFile = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const file = parts.files.get(pathOf(request));
    if (file === undefined) return answerJson(response, 404, { error: 'not found' });
    const etag = `"${file.sha256}"`;
    const cache = file.immutable ? 'public, max-age=31536000, immutable' : 'no-store';
    const headers = { 'content-type': file.mime, 'cache-control': cache, etag };
    if (request.headers['if-none-match'] === etag) {
      response.writeHead(304, headers).end();
      return;
    }
    const content = await read(file);
    response.writeHead(200, { ...headers, 'content-length': content.length });
    response.end(request.method === 'HEAD' ? undefined : content);
  };

  const route = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    for (const [name, value] of Object.entries(securityHeaders(address))) response.setHeader(name, value);
    const path = pathOf(request);
    const refusal = guard(request, address, path === '/session');
    if (refusal !== undefined) return answerJson(response, refusal.status, { error: refusal.reason });
    if (path !== '/session' && path !== '/control') return serveFile(request, response);
    const body = await readBody(request);
    const answer =
      path === '/session' ? parts.onSession(body) : parts.onControl(request.headers.authorization, body);
    answerJson(response, answer.status, answer.body);
  };

  const server: Server = createServer(
    {
      maxHeaderSize: 16_384,
      headersTimeout: 5_000,
      requestTimeout: 10_000,
      keepAliveTimeout: 5_000,
      connectionsCheckingInterval: 1_000,
    },
    (request, response) => {
      route(request, response).catch(() => {
        if (!response.headersSent) answerJson(response, 500, { error: 'failed' });
        else response.destroy();
      });
    },
  );
  server.maxConnections = 256;
  server.maxHeadersCount = 100;
  server.on('upgrade', (request, socket, head) => {
    const refusal = guard(request, address, true);
    if (refusal !== undefined || pathOf(request) !== '/socket') {
      socket.end(
        `HTTP/1.1 ${refusal?.status ?? 404} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
      );
      return;
    }
    parts.onSocket(request, socket, head);
  });
  server.on('clientError', (_error, socket) => socket.destroy());
  server.listen(parts.port, '127.0.0.1');
  await once(server, 'listening');
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('a TCP server without a port');
  address = `127.0.0.1:${bound.port}`;
  return {
    address,
    port: bound.port,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
