import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server that is not ours, on another port of this machine. */
export type OtherServer = {
  readonly origin: string;
  /** What it was asked for, as `METHOD /path`. */
  readonly asked: readonly string[];
  close(): Promise<void>;
};

/** Answers everything with `html`, and writes down who asked for what. */
export const startOtherServer = async (html: string): Promise<OtherServer> => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method ?? ''} ${request.url ?? ''}`);
    response.writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      'access-control-allow-origin': '*',
    });
    response.end(html);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    asked,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
