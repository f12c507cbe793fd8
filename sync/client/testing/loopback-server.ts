import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { decode, encode } from 'cborg';
import { MemoryServer } from '../../simulator/memory-server.ts';
import type { SyncTransport } from '../exchange/sync-transport.ts';

type Question = { device: string; ask: keyof SyncTransport; input: never };

/** The in-memory server with the exact rules, on a loopback port: what it answers may be lost, late or twice. */
export class LoopbackServer {
  readonly memory = new MemoryServer<Uint8Array, Uint8Array>();
  readonly #blobs = new Map<string, Uint8Array>();
  /** Devices that cannot reach it now. */
  readonly away = new Set<string>();
  /** Of a hundred answers, how many are lost on their way. */
  lostPercent = 0;
  requests = 0;
  #server: Server | undefined;

  async start(): Promise<string> {
    this.#server = createServer((request, response) => {
      // Whoever is killed while it asks hears no answer.
      this.#answer(request).then(
        (body) => (body === undefined ? response.destroy() : response.end(body)),
        () => response.destroy(),
      );
    });
    await new Promise<void>((resolve) => this.#server?.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server?.closeAllConnections();
    await new Promise((resolve) => this.#server?.close(resolve));
  }

  async #answer(request: IncomingMessage): Promise<Uint8Array | undefined> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const question = decode(Buffer.concat(chunks)) as Question;
    this.requests += 1;
    if (this.away.has(question.device)) return undefined;
    const reply = this.#reply(question);
    // The request was heard, the answer is lost.
    if (Math.random() * 100 < this.lostPercent) return undefined;
    return encode(reply ?? null);
  }

  #reply({ ask, input }: Question): unknown {
    const now = Date.now();
    if (ask === 'push') return this.memory.push(input, now);
    if (ask === 'pull') return this.memory.pull(input, now);
    if (ask === 'seal') return this.memory.seal(input, now);
    if (ask === 'snapshot') return this.memory.snapshot(now);
    const { name, body } = input as { name: string; body?: Uint8Array };
    if (ask === 'putBlob' && body !== undefined) this.#blobs.set(name, body);
    return ask === 'getBlob' ? this.#blobs.get(name) : null;
  }
}

/** The other end of it. @param device for the server to know who is away */
export const loopbackTransport = (address: string, device: string): SyncTransport => {
  const ask = async <Reply>(name: keyof SyncTransport, input: unknown): Promise<Reply> => {
    const response = await fetch(address, {
      method: 'POST',
      body: Buffer.from(encode({ device, ask: name, input })),
      signal: AbortSignal.timeout(10_000),
    });
    return decode(new Uint8Array(await response.arrayBuffer())) as Reply;
  };
  return {
    push: (request) => ask('push', request),
    pull: (request) => ask('pull', request),
    snapshot: () => ask('snapshot', null),
    seal: (request) => ask('seal', request),
    putBlob: async (name, body) => void (await ask('putBlob', { name, body })),
    getBlob: async (name) => (await ask<Uint8Array | null>('getBlob', { name })) ?? undefined,
  };
};
