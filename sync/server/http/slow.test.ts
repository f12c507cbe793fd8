import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BLOB_BYTES_AT_MOST } from '../../protocol/wire.ts';
import { chained, named } from '../testing/ids.ts';
import { OPEN_TIMEOUT_MS } from '../testing/open-test-database.ts';
import { startTestServer, type TestServer } from '../testing/start-test-server.ts';
import { TestDevice } from '../testing/test-device.ts';

let server: TestServer;
let device: TestDevice;
beforeAll(async () => {
  server = await startTestServer(undefined, { quotas: { segments: 1_000_000, blobs: 90_000_000 } });
  device = new TestDevice(server.url, named('account'), named('device'));
  await device.createAccount();
  await device.logIn();
}, OPEN_TIMEOUT_MS);
afterAll(() => server.close());

/** Node's part of the five seconds a slow peer may have; the rest is room for a machine that does much else. */
const BOUND_MS = 15_000;

/** A connection that sends a text and then a byte now and then. Resolves once the server closed it. */
async function drip(text: string, byte: string | null): Promise<{ ms: number; heard: string }> {
  const socket = connect(server.port, '127.0.0.1');
  await once(socket, 'connect');
  const started = performance.now();
  let heard = '';
  socket.on('data', (chunk: Buffer) => (heard += chunk.toString())).on('error', () => undefined);
  if (text !== '') socket.write(text);
  const timer = byte === null ? undefined : setInterval(() => socket.write(byte), 200);
  await once(socket, 'close');
  clearInterval(timer);
  return { ms: performance.now() - started, heard };
}

const query = `v=1&epoch=${named('e')}&dev=${named('device')}&from=1&n=1&prev=&next=${chained(1)}&codec=1&sha=${'0'.repeat(64)}`;

describe('whoever is slow is let go', () => {
  it.each([
    ['says nothing', '', null],
    ['takes its time for a header', 'GET /health HTTP/1.1\r\nHost: x\r\n', 'x'],
    [
      'takes its time for a body',
      `POST /v1/sync/push?${query} HTTP/1.1\r\nHost: x\r\nContent-Type: application/octet-stream\r\nContent-Length: 9000\r\n\r\n`,
      'x',
    ],
    [
      'takes its time for JSON',
      'POST /v1/tokens HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9000\r\n\r\n',
      ' ',
    ],
  ])(
    'who %s',
    async (_who, text, byte) => {
      const { ms, heard } = await drip(text, byte);
      expect(ms).toBeLessThan(BOUND_MS);
      expect(ms).toBeGreaterThan(2000);
      expect(heard === '' || heard.startsWith('HTTP/1.1 408')).toBe(true);
    },
    30_000,
  );

  it('who does not read what was asked for', async () => {
    const part = new Uint8Array(BLOB_BYTES_AT_MOST).fill(1);
    const path = `/v1/blobs/${createHash('sha256').update(part).digest('hex')}`;
    expect((await device.ask('PUT', path, part)).status).toBe(200);
    const accepted = once(server.app.server, 'connection') as Promise<[Socket]>;
    const socket = connect(server.port, '127.0.0.1').on('error', () => undefined);
    const [theirs] = await accepted;
    const closed = once(theirs, 'close');
    socket.pause();
    const one = `GET ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${device.access}\r\n\r\n`;
    // More than the buffers of the system hold.
    socket.write(one.repeat(4));
    const started = performance.now();
    await closed;
    expect(performance.now() - started).toBeLessThan(BOUND_MS);
    socket.destroy();
  }, 40_000);

  it('who sends half a megabyte slowly but steadily is heard', async () => {
    const socket = connect(server.port, '127.0.0.1');
    await once(socket, 'connect');
    const size = 40_000;
    socket.write(
      `PUT /v1/blobs/${'0'.repeat(64)} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${device.access}\r\nContent-Type: application/octet-stream\r\nContent-Length: ${size}\r\n\r\n`,
    );
    const heard = once(socket, 'data');
    for (let sent = 0; sent < size; sent += 4000) {
      socket.write('x'.repeat(4000));
      await new Promise((resolve) => setTimeout(resolve, 450));
    }
    const [answer] = (await heard) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 400 /);
    socket.destroy();
  }, 40_000);
});
