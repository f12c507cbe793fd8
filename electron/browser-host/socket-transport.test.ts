import { once } from 'node:events';

import { describe, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';

import { defaultFrameLimits } from '#core/rpc/plain-value.ts';
import { socketTransport } from '#core/rpc/socket.ts';
import { describeTransport } from '#core/rpc/testing/transport-contract.ts';

interface Sockets {
  readonly url: string;
  readonly near: WebSocket;
  readonly far: WebSocket;
  readonly server: WebSocketServer;
  readonly cleanup: () => Promise<void>;
}

function nextConnection(server: WebSocketServer): Promise<WebSocket> {
  return new Promise((resolve) => server.once('connection', resolve));
}

async function connectSockets(): Promise<Sockets> {
  const server = new WebSocketServer({
    host: '127.0.0.1',
    port: 0,
    maxPayload: defaultFrameLimits.maxFrameBytes,
  });
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const url = `ws://127.0.0.1:${address.port}`;
  const near = new WebSocket(url);
  const [far] = await Promise.all([nextConnection(server), once(near, 'open')]);
  const cleanup = async (): Promise<void> => {
    near.terminate();
    for (const socket of server.clients) socket.terminate();
    server.close();
    await once(server, 'close');
  };
  return { url, near, far, server, cleanup };
}

describeTransport('socket of ws', async () => {
  const { near, far, cleanup } = await connectSockets();
  return {
    client: socketTransport(near),
    server: socketTransport(far),
    sendRaw: (value) => near.send(JSON.stringify(value)),
    cut: () => far.terminate(),
    cleanup,
  };
});

describeTransport('socket of browsers, ws on the other end', async () => {
  const { url, server, cleanup } = await connectSockets();
  const near = new globalThis.WebSocket(url);
  const [far] = await Promise.all([
    nextConnection(server),
    new Promise((resolve) => near.addEventListener('open', resolve)),
  ]);
  return {
    client: socketTransport(near),
    server: socketTransport(far),
    sendRaw: (value) => near.send(JSON.stringify(value)),
    cut: () => far.terminate(),
    cleanup,
  };
});

describe('socketTransport', () => {
  it.each<[string, string | Uint8Array]>([
    ['text that is no JSON', '{"t":'],
    ['JSON that is no message', '[]'],
    ['an empty binary frame', new Uint8Array()],
    ['a header longer than the frame', Uint8Array.of(255, 255, 255, 255, 1)],
    ['noise', Uint8Array.from({ length: 500 }, (_, n) => (n * 97) % 256)],
  ])('reports %s as malformed and stays open', async (_, frame) => {
    const { near, far, cleanup } = await connectSockets();
    const transport = socketTransport(far);
    const kinds: string[] = [];
    const answered = new Promise((resolve) => transport.onMessage(resolve));
    transport.onMalformed((error) => kinds.push(error.kind));
    near.send(frame);
    near.send('{"t":"cancel","id":3}');
    expect(await answered).toEqual({ t: 'cancel', id: 3 });
    expect(kinds).toEqual(['malformed']);
    await cleanup();
  });

  it('closes on a peer that asks and never reads, instead of keeping its answers for ever', async () => {
    const { near, far, cleanup } = await connectSockets();
    near.pause();
    const unread = 2 ** 20;
    const transport = socketTransport(far, defaultFrameLimits, unread);
    let closes = 0;
    transport.onClose(() => (closes += 1));
    const answer = { t: 'result', id: 1, output: 'x'.repeat(2 ** 18) } as const;
    // More than the buffers of any system take, and many times what a peer may leave unread.
    for (let sent = 0; sent < 64 * unread; sent += answer.output.length) transport.send(answer);
    expect(closes).toBe(1);
    expect(far.bufferedAmount).toBeLessThan(2 * unread);
    await cleanup();
  });

  it('is closed from the start over a socket that is closed', async () => {
    const { near, cleanup } = await connectSockets();
    await cleanup();
    if (near.readyState !== WebSocket.CLOSED) await once(near, 'close');
    const transport = socketTransport(near);
    let closes = 0;
    transport.onClose(() => (closes += 1));
    transport.send({ t: 'cancel', id: 1 });
    expect(closes).toBe(1);
  });
});
