import { once } from 'node:events';
import {
  createServer,
  STATUS_CODES,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { Duplex } from 'node:stream';
import type { HostTimes } from './host-times.ts';
import { refuseRequest, refuseUpgrade, type Asked, type Refusal } from './request-guard.ts';

export const maxBodyBytes = 4096;

export type Answer = { status: number; body: unknown };

export type Decline = (socket: Duplex, refusal: Refusal) => void;

export type HttpParts = {
  port: number;
  times: HostTimes;
  /** Headers of every answer, for the address that was bound. */
  headers(address: string): Readonly<Record<string, string>>;
  onFile(request: IncomingMessage, response: ServerResponse): Promise<void>;
  onSession(body: unknown): Answer;
  onControl(authorization: string | undefined, body: unknown): Answer;
  /** An upgrade on /socket that passed the guard. `decline` answers one that fails after all. */
  onSocket(request: IncomingMessage, socket: Duplex, head: Buffer, decline: Decline): void;
};

export type HttpHost = { readonly address: string; readonly port: number; close(): Promise<void> };

const guard = (
  request: IncomingMessage,
  address: string,
  refuse: (asked: Asked, address: string) => Refusal | undefined,
): Refusal | undefined => {
  const { method = '', url = '' } = request;
  const { host = [], origin = [] } = request.headersDistinct;
  return refuse({ method, url, hosts: host, origins: origin }, address);
};

/** The bytes of a small body, undefined as soon as it is known to be larger than any of ours. */
const readBody = async (request: IncomingMessage): Promise<Buffer | undefined> => {
  if (Number(request.headers['content-length'] ?? 0) > maxBodyBytes) return undefined;
  const chunks: Buffer[] = [];
  let size = 0;
  // Not destroyed on return: the sender is told before the connection goes.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    const bytes = chunk as Buffer; // a request without encoding yields buffers
    size += bytes.length;
    if (size > maxBodyBytes) return undefined;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
};

const parsed = (body: Buffer): unknown => {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
};

export const answerJson = (response: ServerResponse, status: number, body: unknown): void => {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
  });
  response.end(text);
};

/** Ends an upgrade with a plain answer, and both directions with it: a peer that never closes must hold nothing here. */
const declineUpgrade = (
  socket: Duplex,
  { status, reason }: Refusal,
  headers: Readonly<Record<string, string>>,
): void => {
  const body = JSON.stringify({ error: reason });
  const all = {
    ...headers,
    'content-type': 'application/json',
    'content-length': String(body.length),
    'cache-control': 'no-store',
    connection: 'close',
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  const head = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines.join('')}\r\n`;
  socket.end(head + body, () => socket.destroy());
};

/** The loopback server: files, two small POST routes, and the upgrade to the socket. */
export const startHttp = async (parts: HttpParts): Promise<HttpHost> => {
  let address = '';
  let headers: Readonly<Record<string, string>> = {};

  const secure = (response: ServerResponse): void => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  };

  /** Whatever else was sent on this connection is not read. */
  const refuse = (response: ServerResponse, { status, reason }: Refusal): void => {
    response.setHeader('connection', 'close');
    answerJson(response, status, { error: reason });
  };

  /** Nothing of ours expects; what Node would answer by itself lacks our headers. */
  const refuseExpectation = (_request: IncomingMessage, response: ServerResponse): void => {
    secure(response);
    refuse(response, { status: 417, reason: 'no expectations' });
  };

  const decline: Decline = (socket, refusal) => declineUpgrade(socket, refusal, headers);

  const route = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    secure(response);
    const refusal = guard(request, address, refuseRequest);
    if (refusal !== undefined) return refuse(response, refusal);
    if (request.url !== '/session' && request.url !== '/control') return parts.onFile(request, response);
    const body = await readBody(request);
    if (body === undefined) return refuse(response, { status: 413, reason: 'too large' });
    const answer =
      request.url === '/session'
        ? parts.onSession(parsed(body))
        : parts.onControl(request.headers.authorization, parsed(body));
    return answerJson(response, answer.status, answer.body);
  };

  const server: Server = createServer(
    {
      maxHeaderSize: 16_384,
      headersTimeout: parts.times.headersMs,
      requestTimeout: parts.times.requestMs,
      keepAliveTimeout: 5_000,
      connectionsCheckingInterval: Math.min(1_000, parts.times.headersMs),
      // The guard refuses a missing Host, with our headers.
      requireHostHeader: false,
    },
    (request, response) => {
      route(request, response).catch(() => {
        if (response.headersSent) response.destroy();
        else answerJson(response, 500, { error: 'failed' });
      });
    },
  );
  server.maxConnections = 256;
  server.maxHeadersCount = 100;
  server.on('upgrade', (request, socket, head) => {
    // From here on nobody else hears the errors of this socket, and an unheard one would end the process.
    socket.on('error', () => socket.destroy());
    const refusal = guard(request, address, refuseUpgrade);
    if (refusal === undefined) parts.onSocket(request, socket, head, decline);
    else decline(socket, refusal);
  });
  server.on('checkContinue', refuseExpectation);
  server.on('checkExpectation', refuseExpectation);
  // What is no HTTP gets no answer.
  server.on('clientError', (_error, socket) => socket.destroy());
  server.listen(parts.port, '127.0.0.1');
  await once(server, 'listening');
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('a TCP server without a port');
  address = `127.0.0.1:${bound.port}`;
  headers = parts.headers(address);
  return {
    address,
    port: bound.port,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
};
