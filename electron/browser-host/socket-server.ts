import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { defaultFrameLimits } from '#core/rpc/plain-value.ts';
import { socketTransport } from '#core/rpc/socket.ts';
import type { Transport } from '#core/rpc/transport.ts';

/** Close code for a token that opens nothing (any more); the page stops trying and says so. */
export const refusedCode = 4401;
const tokenWithinMs = 5_000;
const maxSockets = 64;
const maxTokenBytes = 256;

export type SocketParts = {
  /** Who a token belongs to; undefined refuses it. */
  authenticate(token: string): { session: string; caller: 'page' | 'cli' } | undefined;
  onTransport(transport: Transport, caller: 'page' | 'cli'): void;
  /** How many sockets of pages are open. */
  onPages(open: number): void;
};

/** Sockets of windows and terminals. The first message is a token; nothing else is read before it. */
export class SocketServer {
  readonly #server = new WebSocketServer({
    noServer: true,
    maxPayload: defaultFrameLimits.maxFrameBytes,
    perMessageDeflate: false,
  });
  readonly #open = new Map<WebSocket, { session: string; caller: 'page' | 'cli' }>();
  readonly #parts: SocketParts;
  #waiting = 0;

  constructor(parts: SocketParts) {
    this.#parts = parts;
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (this.#open.size + this.#waiting >= maxSockets) {
      socket.end('HTTP/1.1 503 Busy\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    this.#server.handleUpgrade(request, socket, head, (ws) => this.#greet(ws));
  }

  #greet(ws: WebSocket): void {
    this.#waiting += 1;
    const late = setTimeout(() => ws.close(refusedCode, 'no token'), tokenWithinMs);
    ws.on('error', () => ws.terminate());
    ws.once('close', () => clearTimeout(late));
    let greeted = false;
    const leaveWaiting = (): void => {
      if (!greeted) this.#waiting -= 1;
      greeted = true;
    };
    ws.once('close', leaveWaiting);
    ws.once('message', (data: Buffer, isBinary) => {
      clearTimeout(late);
      leaveWaiting();
      const token = isBinary || data.length > maxTokenBytes ? undefined : data.toString('utf8');
      const owner = token === undefined ? undefined : this.#parts.authenticate(token);
      if (owner === undefined) ws.close(refusedCode, 'refused');
      else this.#serve(ws, owner);
    });
  }

  #serve(ws: WebSocket, owner: { session: string; caller: 'page' | 'cli' }): void {
    this.#open.set(ws, owner);
    ws.on('close', () => {
      this.#open.delete(ws);
      this.#countPages();
    });
    this.#parts.onTransport(socketTransport(ws), owner.caller);
    this.#countPages();
  }

  #countPages(): void {
    this.#parts.onPages([...this.#open.values()].filter(({ caller }) => caller === 'page').length);
  }

  /** Closes what a session has open, so that its owner sees that it has ended. */
  end(session: string): void {
    for (const [ws, owner] of this.#open)
      if (owner.session === session) ws.close(refusedCode, 'session ended');
  }

  close(): void {
    for (const ws of this.#server.clients) ws.terminate();
    this.#server.close();
  }
}
