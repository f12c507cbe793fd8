import { request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { answerJson } from './http-server.ts';
import { securityHeaders } from '../page/security-headers.ts';

/**
 * The page of a development server, fetched through this host: it keeps one address, so that Host, Origin, tickets and
 * tokens are the same as in a build. Its socket for hot reload is its own and is reached directly.
 */
export const serveDevPage =
  (devUrl: string): ((request: IncomingMessage, response: ServerResponse) => Promise<void>) =>
  (request, response) =>
    new Promise((resolve) => {
      const { hostname, port, host } = new URL(devUrl);
      // As options, not as an address: "//elsewhere/" stays a path.
      const options = { hostname, port, path: request.url ?? '/', method: request.method ?? 'GET' };
      const asked = httpRequest({ ...options, headers: { ...request.headers, host } }, (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
        answer.on('close', resolve);
      });
      asked.on('error', () => {
        if (response.headersSent) response.destroy();
        else answerJson(response, 502, { error: 'development server' });
        resolve();
      });
      asked.end();
    });

/** The usual headers, opened for what a development server writes into the page and for its socket. */
export const devHeaders =
  (devUrl: string) =>
  (address: string): Readonly<Record<string, string>> => {
    const headers = securityHeaders(address);
    const policy = (headers['content-security-policy'] ?? '')
      .replace("script-src 'self'", "script-src 'self' 'unsafe-inline'")
      .replace(`ws://${address}`, `ws://${address} ws://${new URL(devUrl).host}`);
    return { ...headers, 'content-security-policy': policy };
  };
