import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { defaultFrameLimits } from '#core/rpc/plain-value.ts';
import { socketTransport } from '#core/rpc/socket.ts';
import type { Transport } from '#core/rpc/transport.ts';
import type { Decline } from './http-server.ts';

/** Close code for a token that opens nothing (any more); the page stops trying and says so. */
export const refusedCode = 4401;
export const maxSockets = 64;
/** Sockets that have not said who they are: few, and the oldest makes room, so that nobody can keep a window out. */
export const maxWaiting = 16;
/** A token with its frame takes under a hundred bytes. */
const maxGreetingBytes = 1024;
const farewellMs = 1_000;

type Owner = { session: string; caller: 'page' | 'cli' };

export type SocketParts = {
  /** How long a socket may stay without a token. */
  tokenMs: number;
  /** Who a token belongs to; undefined refuses it. */
  authenticate(token: string): Owner | undefined;
  onTransport(transport: Transport, caller: 'page' | 'cli'): void;
  /** How many sockets of pages and of terminals are open. */
  onCount(pages: number, terminals: number): void;
};

/** Sockets of windows and terminals. The first message is a token; nothing else is read before it. */
export class SocketServer {
  readonly #server = new WebSocketServer({
    noServer: true,
    maxPayload: defaultFrameLimits.maxFrameBytes,
    perMessageDeflate: false,
  });
  readonly #waiting = new Set<WebSocket>();
  readonly #open = new Map<WebSocket, Owner>();
  readonly #parts: SocketParts;

  constructor(parts: SocketParts) {
    this.#parts = parts;
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer, decline: Decline): void {
    if (this.#open.size >= maxSockets) decline(socket, { status: 503, reason: 'busy' });
    else if (!isHandshake(request)) decline(socket, { status: 400, reason: 'no handshake' });
    else this.#server.handleUpgrade(request, socket, head, (ws) => this.#greet(ws, socket));
  }

  #greet(ws: WebSocket, socket: Duplex): void {
    let bytes = 0;
    const count = (chunk: Buffer): void => {
      bytes += chunk.length;
      if (bytes > maxGreetingBytes && this.#waiting.has(ws)) ws.terminate();
    };
    const hear = (data: Buffer, isBinary: boolean): void => {
      stopWaiting();
      const owner = isBinary ? undefined : this.#parts.authenticate(data.toString('utf8'));
      if (owner === undefined) dismiss(ws, 'refused');
      else this.#serve(ws, owner);
    };
    const late = setTimeout(() => {
      stopWaiting();
      dismiss(ws, 'no token');
    }, this.#parts.tokenMs);
    const stopWaiting = (): void => {
      clearTimeout(late);
      this.#waiting.delete(ws);
      socket.off('data', count);
      ws.off('message', hear);
    };
    ws.on('error', () => ws.terminate());
    ws.once('close', stopWaiting);
    ws.on('message', hear);
    socket.on('data', count);
    this.#waiting.add(ws);
    const [oldest] = this.#waiting;
    if (this.#waiting.size > maxWaiting) oldest?.terminate();
  }

  #serve(ws: WebSocket, owner: Owner): void {
    this.#open.set(ws, owner);
    ws.once('close', () => {
      this.#open.delete(ws);
      this.#tellCount();
    });
    this.#parts.onTransport(socketTransport(ws), owner.caller);
    this.#tellCount();
  }

  #tellCount(): void {
    const pages = [...this.#open.values()].filter(({ caller }) => caller === 'page').length;
    this.#parts.onCount(pages, this.#open.size - pages);
  }

  /** Closes what a session has open, so that its owner sees that it has ended. */
  end(session: string, reason: string): void {
    for (const [ws, owner] of this.#open) if (owner.session === session) dismiss(ws, reason);
  }

  close(): void {
    for (const ws of this.#server.clients) ws.terminate();
    this.#server.close();
  }
}

/** What ws asks of a handshake; its own refusals would lack our headers. */
const isHandshake = ({ headers }: IncomingMessage): boolean =>
  headers.upgrade?.toLowerCase() === 'websocket' &&
  headers['sec-websocket-version'] === '13' &&
  headers['sec-websocket-protocol'] === undefined &&
  /^[+/0-9A-Za-z]{22}==$/.test(headers['sec-websocket-key'] ?? '');

/** Says why, hears nothing more from this moment on, and does not wait for an answer for long. */
const dismiss = (ws: WebSocket, reason: string): void => {
  ws.removeAllListeners('message');
  ws.close(refusedCode, reason);
  setTimeout(() => ws.terminate(), farewellMs).unref();
};
