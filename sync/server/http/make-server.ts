import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';

export interface Certificate {
  readonly cert: string | Buffer;
  readonly key: string | Buffer;
}

const MS = { headers: 4000, request: 120_000, keepAlive: 5000, idle: 30_000, check: 500 };

/**
 * The server below Fastify, with every bound stated: Node's own let a header take a minute. `idle` ends connections on which
 * nothing moves; bodies and readers are held to a pace besides (pace.ts).
 */
export function makeServer(handler: RequestListener, certificate: Certificate | null): Server {
  const options = {
    connectionsCheckingInterval: MS.check,
    headersTimeout: MS.headers,
    requestTimeout: MS.request,
    keepAliveTimeout: MS.keepAlive,
    keepAliveTimeoutBuffer: 500,
    maxHeaderSize: 8192,
    requireHostHeader: true,
    highWaterMark: 64 * 1024,
  };
  const server: Server =
    certificate === null
      ? createServer(options, handler)
      : createTlsServer(
          { ...options, ...certificate, minVersion: 'TLSv1.2', handshakeTimeout: 4000 },
          handler,
        );
  server.setTimeout(MS.idle);
  server.maxHeadersCount = 64;
  server.maxRequestsPerSocket = 10_000;
  server.maxConnections = 20_000;
  return server;
}
