import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { WebSocket } from 'ws';
import type { AppContract } from '#core/contract.ts';
import { createClient } from '#core/rpc/client.ts';
import { socketTransport } from '#core/rpc/socket.ts';
import { readHostFile } from './host-file.ts';
import { maxSockets, refusedCode } from './socket-server.ts';
import { securityHeaders } from '../page/security-headers.ts';
import { connectTo, requestText, sendRaw, type RawAnswer } from './testing/raw-http.ts';
import { startTestHost, type TestHost } from './testing/test-host.ts';
import { closeCode, openSocket, openWindow, redeem, tokenFor } from './testing/window-client.ts';

let target: TestHost;
let address: string;
const failures: unknown[] = [];
const remember = (error: unknown): void => void failures.push(error);

beforeAll(async () => {
  process.on('uncaughtExceptionMonitor', remember);
  target = await startTestHost({ times: { tokenMs: 400, headersMs: 400, requestMs: 800 } });
  address = target.host.address;
});
afterAll(async () => {
  await target.close();
  process.off('uncaughtExceptionMonitor', remember);
});

/** After every attack, whatever it did: a window opens, asks and is answered. */
const expectService = async (): Promise<void> => {
  const { client, socket } = await openWindow(address, target.host.issueTicket());
  const today = await client.call('study.today', {});
  expect(today).toHaveProperty('due');
  client.close();
  await once(socket, 'close');
  expect(failures).toEqual([]);
};
afterEach(expectService);

const page = (): Record<string, string> => ({ origin: target.origin });
const handshake = (): Record<string, string> => ({
  ...page(),
  connection: 'Upgrade',
  upgrade: 'websocket',
  'sec-websocket-version': '13',
  'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==',
});
const otherPort = (): string => `http://127.0.0.1:${Number(address.split(':')[1]) ^ 1}`;
const proof = (): string => {
  const file = readHostFile(target.service.store.profile);
  if (file === undefined) throw new Error('no host file');
  return `Bearer ${file.secret}`;
};
const get = (path: string, headers: Record<string, string | undefined> = {}): string =>
  requestText(address, `GET ${path}`, headers);
const upgrade = (headers: Record<string, string | undefined> = {}, path = '/socket'): string =>
  requestText(address, `GET ${path}`, { ...handshake(), ...headers });
const session = (headers: Record<string, string | undefined> = {}, body?: string): string =>
  requestText(
    address,
    'POST /session',
    { ...page(), ...headers },
    body ?? JSON.stringify({ ticket: target.host.issueTicket() }),
  );
const control = (headers: Record<string, string | undefined>, body = '{"want":"ticket"}'): string =>
  requestText(address, 'POST /control', headers, body);

/** Refused in one plain word, with the headers of every answer. */
const expectRefusal = (answer: RawAnswer | undefined, status: number): void => {
  expect(answer?.status).toBe(status);
  for (const [name, value] of Object.entries(securityHeaders(address))) {
    expect(answer?.headers.get(name)).toBe(value);
  }
  expect(answer?.headers.get('server')).toBeUndefined();
  expect(answer?.headers.get('access-control-allow-origin')).toBeUndefined();
  if (answer?.body !== '') expect(answer?.body).toMatch(/^\{"error":"[a-z ]+"\}$/);
};

type Attack = [name: string, status: number, request: () => string];

describe('another name for this machine', () => {
  it.each<Attack>([
    ['a wrong Host', 421, () => get('/', { host: 'example.org' })],
    [
      'a Host that was rebound to us, with our port',
      421,
      () => get('/', { host: `evil.test:${address.split(':')[1]}` }),
    ],
    ['Host without port', 421, () => get('/', { host: '127.0.0.1' })],
    ['Host with another port', 421, () => get('/', { host: otherPort().slice('http://'.length) })],
    ['localhost', 421, () => get('/', { host: address.replace('127.0.0.1', 'localhost') })],
    ['an IPv6 name', 421, () => get('/', { host: address.replace('127.0.0.1', '[::1]') })],
    ['another spelling of the address', 421, () => get('/', { host: address.replace('127.0.0.1', '127.1') })],
    ['an account before the address', 421, () => get('/', { host: `user@${address}` })],
    ['an empty Host', 421, () => get('/', { host: '' })],
    ['no Host', 421, () => get('/', { host: undefined })],
    ['no Host, in HTTP/1.0', 421, () => 'GET / HTTP/1.0\r\n\r\n'],
    ['two Hosts, ours first', 400, () => get('/', { Host: 'evil.test' })],
    ['two Hosts, ours last', 400, () => `GET / HTTP/1.1\r\nHost: evil.test\r\nHost: ${address}\r\n\r\n`],
    ['a session under another name', 421, () => session({ host: 'evil.test' })],
    ['an upgrade under another name', 421, () => upgrade({ host: 'evil.test' })],
    ['control under another name', 421, () => control({ host: 'evil.test', authorization: proof() })],
  ])('%s', async (_name, status, request) => {
    expectRefusal(await sendRaw(address, request()), status);
  });
});

describe('another page', () => {
  const origins: [string, () => string | undefined][] = [
    ['no Origin', () => undefined],
    ['Origin null', () => 'null'],
    ['an empty Origin', () => ''],
    ['a page on another port', otherPort],
    ['a page of localhost', () => target.origin.replace('127.0.0.1', 'localhost')],
    ['an https page', () => target.origin.replace('http:', 'https:')],
    ['a page whose address starts like ours', () => `${target.origin}.evil.test`],
    ['our address with a slash', () => `${target.origin}/`],
    ['two origins in one header', () => `${target.origin}, http://evil.test`],
  ];
  it.each(origins)('opens no session: %s', async (_name, origin) => {
    const ticket = target.host.issueTicket();
    const request = session({ origin: origin() }, JSON.stringify({ ticket }));
    expectRefusal(await sendRaw(address, request), 403);
    // The ticket was not touched.
    expect((await redeem(address, ticket))?.status).toBe(200);
  });
  it.each(origins)('opens no socket: %s', async (_name, origin) => {
    expectRefusal(await sendRaw(address, upgrade({ origin: origin() })), 403);
  });
  it('sends two Origin headers', async () => {
    expectRefusal(await sendRaw(address, session({ Origin: 'http://evil.test' })), 400);
    expectRefusal(await sendRaw(address, upgrade({ Origin: 'http://evil.test' })), 400);
  });
  it('reads no file of ours', async () => {
    expectRefusal(await sendRaw(address, get('/', { origin: otherPort() })), 403);
  });
  it('asks before it sends', async () => {
    const preflight = { origin: otherPort(), 'access-control-request-method': 'POST' };
    expectRefusal(await sendRaw(address, requestText(address, 'OPTIONS /session', preflight)), 403);
    expectRefusal(await sendRaw(address, requestText(address, 'OPTIONS /session', page())), 405);
  });
});

describe('tickets', () => {
  it.each<[string, number, string]>([
    ['an unknown ticket', 403, JSON.stringify({ ticket: 'A'.repeat(43) })],
    ['an empty ticket', 403, JSON.stringify({ ticket: '' })],
    ['a ticket that is too long', 400, JSON.stringify({ ticket: 'A'.repeat(257) })],
    ['a ticket that is no text', 400, JSON.stringify({ ticket: ['A'] })],
    ['more than a ticket', 400, JSON.stringify({ ticket: 'A', admin: true })],
    ['a prototype', 400, '{"__proto__":{"ticket":"A"}}'],
    ['no JSON', 400, '{"ticket":'],
    ['JSON nested as deep as fits', 400, '['.repeat(4000)],
    ['text that is no UTF-8', 400, '\u{fffd}'],
    ['nothing', 400, ''],
  ])('%s', async (_name, status, body) => {
    expectRefusal(await sendRaw(address, session({}, body)), status);
  });

  it('used twice: refused, and the session of the first use ends where its owner sees it', async () => {
    const ticket = target.host.issueTicket();
    const { socket, token } = await openWindow(address, ticket);
    const closed = closeCode(socket);
    expectRefusal(await redeem(address, ticket), 403);
    expect(await closed).toBe(refusedCode);
    const again = await openSocket(address);
    again.send(token);
    expect(await closeCode(again)).toBe(refusedCode);
  });

  it('raced by many at once: one session at most is left, and none after the second use', async () => {
    const ticket = target.host.issueTicket();
    const answers = await Promise.all(Array.from({ length: 8 }, () => redeem(address, ticket)));
    const won = answers.filter((answer) => answer?.status === 200);
    expect(won).toHaveLength(1);
    const socket = await openSocket(address);
    socket.send((JSON.parse(won[0]?.body ?? '') as { token: string }).token);
    expect(await closeCode(socket)).toBe(refusedCode);
  });

  it('expired', async () => {
    let late = 0;
    const other = await startTestHost({ now: () => late });
    const ticket = other.host.issueTicket();
    late += 60_000;
    const answer = await redeem(other.host.address, ticket);
    await other.close();
    expect(answer?.status).toBe(403);
    expect(answer?.body).toBe('{"error":"expired"}');
  });
});

describe('tokens', () => {
  const first: [string, number, (socket: WebSocket) => Promise<void> | void][] = [
    ['a wrong token', refusedCode, (socket) => socket.send('A'.repeat(43))],
    ['an empty token', refusedCode, (socket) => socket.send('')],
    ['a ticket for a token', refusedCode, (socket) => socket.send(target.host.issueTicket())],
    [
      'a call before a token',
      refusedCode,
      (socket) => socket.send('{"t":"call","id":1,"name":"study.today","input":{}}'),
    ],
    [
      'a right token in a binary frame',
      refusedCode,
      async (socket) => socket.send(Buffer.from(await tokenFor(address, target.host.issueTicket()))),
    ],
    [
      'a right token with more behind it',
      refusedCode,
      async (socket) => socket.send(`${await tokenFor(address, target.host.issueTicket())}\n`),
    ],
    ['a token that is too long', refusedCode, (socket) => socket.send('A'.repeat(257))],
    ['a frame that is too long', 1006, (socket) => socket.send('A'.repeat(2 * 1024 * 1024))],
    ['a frame that is announced too long', 1009, (socket) => announce(socket, 2 ** 40)],
    ['a frame that never ends', 1006, (socket) => drip(socket)],
    ['no token in time', refusedCode, () => undefined],
    ['pings, and no token in time', refusedCode, (socket) => socket.ping()],
  ];
  it.each(first)('%s', async (_name, code, send) => {
    const socket = await openSocket(address);
    let heard = 0;
    socket.on('message', () => (heard += 1));
    const closed = closeCode(socket);
    await send(socket);
    expect(await closed).toBe(code);
    expect(heard).toBe(0);
  });

  it('in the query: no such path', async () => {
    const token = await tokenFor(address, target.host.issueTicket());
    expectRefusal(await sendRaw(address, upgrade({}, `/socket?token=${token}`)), 404);
    expectRefusal(await sendRaw(address, get(`/?token=${token}`)), 404);
  });

  it('in a header or a cookie: opens nothing', async () => {
    const token = await tokenFor(address, target.host.issueTicket());
    const headers = { cookie: `session=${token}`, authorization: `Bearer ${token}` };
    expectRefusal(await sendRaw(address, control(headers)), 401);
  });
});

/** Writes the header of a text frame that says it has so many bytes. */
const announce = (socket: WebSocket, bytes: number): void => {
  const header = Buffer.alloc(14);
  header[0] = 0x81;
  header[1] = 0x80 | 127;
  header.writeBigUInt64BE(BigInt(bytes), 2);
  rawOf(socket).write(header);
};

/** Pieces of one frame within the bound of frames, none of them the last. */
const drip = (socket: WebSocket): void => {
  for (let piece = 0; piece < 100; piece += 1) socket.send('A'.repeat(100), { fin: false });
};

const rawOf = (socket: WebSocket): { write(bytes: Buffer): void } => {
  if (!('_socket' in socket)) throw new Error('ws keeps its socket elsewhere now');
  return socket._socket as { write(bytes: Buffer): void };
};

describe('sizes', () => {
  it('a body one byte too long, known by its length or not', async () => {
    const body = JSON.stringify({ ticket: target.host.issueTicket() }).padEnd(4097);
    expectRefusal(await sendRaw(address, session({}, body)), 413);
    const chunked = `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;
    const headers = { 'transfer-encoding': 'chunked', 'content-length': undefined };
    expectRefusal(await sendRaw(address, session(headers, chunked)), 413);
  });
  it('a body of just the right length is read', async () => {
    const body = JSON.stringify({ ticket: target.host.issueTicket() }).padEnd(4096);
    expect((await sendRaw(address, session({}, body)))?.status).toBe(200);
  });
  it('a body of gigabytes is not waited for', async () => {
    expectRefusal(await sendRaw(address, session({ 'content-length': '9999999999' }, ' ')), 413);
  });
  it.each<[string, () => string]>([
    ['a header that is too long', () => get('/', { 'x-long': 'a'.repeat(20_000) })],
    ['a path that is too long', () => get(`/${'a'.repeat(20_000)}`)],
    [
      'a chunk without end',
      () => session({ 'transfer-encoding': 'chunked', 'content-length': undefined }, 'fffffffffffffffff\r\n'),
    ],
  ])('%s: closed', async (_name, request) => {
    expect(await sendRaw(address, request())).toBeUndefined();
  });
  it('a frame of a window that is too long: closed', async () => {
    const { socket } = await openWindow(address, target.host.issueTicket());
    const closed = closeCode(socket);
    announce(socket, 8 * 1024 * 1024 + 1);
    expect(await closed).toBe(1009);
  });
});

describe('paths', () => {
  it.each([
    '/../profile/host.json',
    '/assets/../../renderer.json',
    '/..%2f..%2fetc%2fpasswd',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/%252e%252e%252fetc%252fpasswd',
    '/..\\..\\etc\\passwd',
    '/assets\\page-1a2b.js',
    '/..%5c..%5cetc%5cpasswd',
    '/%00',
    '/index.html%00.js',
    '/INDEX.HTML',
    '/./index.html',
    '//index.html',
    '/assets/',
    '/assets',
    '/renderer.json',
    '/session',
    '/__proto__',
    '/constructor',
    '/index.html?a=1',
    '*',
  ])('%s', async (path) => {
    const answer = await sendRaw(address, get(path));
    expectRefusal(answer, path === '/session' ? 403 : 404);
  });
  it('a NUL in the path: closed', async () => {
    expect(await sendRaw(address, get('/index.html\0.js'))).toBeUndefined();
  });
  it('absolute targets, ours and others', async () => {
    expectRefusal(await sendRaw(address, get(`${target.origin}/`)), 404);
    expectRefusal(await sendRaw(address, get('http://evil.test/')), 404);
    expectRefusal(await sendRaw(address, get('http://evil.test/', { host: 'evil.test' })), 421);
    expectRefusal(await sendRaw(address, upgrade({}, `${target.origin}/socket`)), 404);
  });
});

describe('methods and protocols', () => {
  it.each<Attack>([
    ['TRACE', 405, () => requestText(address, 'TRACE /', page())],
    ['OPTIONS', 405, () => requestText(address, 'OPTIONS /', page())],
    ['OPTIONS *', 405, () => requestText(address, 'OPTIONS *', page())],
    ['PUT', 405, () => requestText(address, 'PUT /index.html', page(), 'x')],
    ['DELETE', 405, () => requestText(address, 'DELETE /', page())],
    ['POST to a file', 405, () => requestText(address, 'POST /', page(), '{}')],
    ['GET of a session', 405, () => requestText(address, 'GET /session', page())],
    ['PROPFIND', 405, () => requestText(address, 'PROPFIND /')],
    ['the socket without an upgrade', 404, () => get('/socket', page())],
    ['an upgrade on another path', 404, () => upgrade({}, '/')],
    ['an upgrade of a session', 405, () => requestText(address, 'POST /session', handshake(), '{}')],
    ['an upgrade by POST', 405, () => requestText(address, 'POST /socket', handshake())],
    ['an upgrade to another protocol', 400, () => upgrade({ upgrade: 'h2c' })],
    ['an upgrade without a version', 400, () => upgrade({ 'sec-websocket-version': undefined })],
    ['an upgrade of an old version', 400, () => upgrade({ 'sec-websocket-version': '7' })],
    ['an upgrade without a key', 400, () => upgrade({ 'sec-websocket-key': undefined })],
    ['an upgrade with a short key', 400, () => upgrade({ 'sec-websocket-key': 'AAAA' })],
    ['an expectation', 417, () => session({ expect: '100-continue' })],
    ['another expectation', 417, () => session({ expect: 'x' })],
  ])('%s', async (_name, status, request) => {
    expectRefusal(await sendRaw(address, request()), status);
  });

  const ticketBody = '{"ticket":"A"}';
  it.each<[string, () => string]>([
    ['CONNECT', () => `CONNECT example.org:443 HTTP/1.1\r\nHost: ${address}\r\n\r\n`],
    ['an unknown method', () => requestText(address, 'FROBNICATE /')],
    ['a method in small letters', () => requestText(address, 'get /')],
    ['HTTP/2', () => 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['TLS', () => '\u0016\u0003\u0001\u0002'],
    ['two lengths', () => session({ 'Content-Length': '5' }, ticketBody)],
    [
      'a length and chunks',
      () => session({ 'content-length': '4', 'transfer-encoding': 'chunked' }, '0\r\n\r\n'),
    ],
    ['a length with a sign', () => session({ 'content-length': '+14' }, ticketBody)],
    [
      'an unknown encoding',
      () => session({ 'transfer-encoding': 'chunked, x', 'content-length': undefined }, '0\r\n\r\n'),
    ],
    ['a space before the colon', () => session({ 'transfer-encoding ': 'chunked' }, ticketBody)],
    ['a folded header', () => `GET / HTTP/1.1\r\nHost: ${address}\r\nX: a\r\n b: c\r\n\r\n`],
    ['lines that end in LF alone', () => `GET / HTTP/1.1\nHost: ${address}\n\n`],
  ])('%s: closed without an answer', async (_name, request) => {
    expect(await sendRaw(address, request())).toBeUndefined();
  });

  it('a second request behind a refused one is not read', async () => {
    const socket = await connectTo(address);
    let text = '';
    socket.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')));
    socket.write(get('/', { host: 'evil.test' }) + get('/'));
    await once(socket, 'close');
    expect(text.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 421']);
  });
});

describe('control', () => {
  it.each<Attack>([
    ['without a secret', 401, () => control({})],
    ['with a wrong secret', 401, () => control({ authorization: `Bearer ${'A'.repeat(43)}` })],
    ['with the secret cut short', 401, () => control({ authorization: proof().slice(0, -1) })],
    ['with the secret alone', 401, () => control({ authorization: proof().slice('Bearer '.length) })],
    [
      'of a page on another port, with the secret',
      403,
      () => control({ authorization: proof(), origin: otherPort() }),
    ],
    ['of a page of ours, with the secret', 403, () => control({ authorization: proof(), ...page() })],
    ['with the secret, for something else', 400, () => control({ authorization: proof() }, '{"want":"all"}')],
    ['by GET', 405, () => requestText(address, 'GET /control', { authorization: proof() })],
    ['with too much', 413, () => control({ authorization: proof() }, ' '.repeat(4097))],
  ])('%s', async (_name, status, request) => {
    expectRefusal(await sendRaw(address, request()), status);
  });
  it('answers who knows the secret', async () => {
    const answer = await sendRaw(address, control({ authorization: proof() }));
    expect(answer?.status).toBe(200);
    expect(answer?.headers.get('cache-control')).toBe('no-store');
  });
});

describe('patience', () => {
  it.each<[string, () => string]>([
    ['a connection that says nothing', () => ''],
    ['a header that does not end', () => `GET / HTTP/1.1\r\nHost: ${address}\r\nX: `],
    ['a body that does not come', () => session({ 'content-length': '100' }, '{')],
  ])('%s: closed', async (_name, request) => {
    expect(await sendRaw(address, request())).toBeUndefined();
  });

  it('refused upgrades whose clients go at once', async () => {
    for (let n = 0; n < 20; n += 1) {
      const socket = await connectTo(address);
      socket.write(upgrade({ origin: 'null' }));
      socket.resetAndDestroy();
    }
    // One more round trip: by now the host has heard of all of them.
    expectRefusal(await sendRaw(address, upgrade({ origin: 'null' })), 403);
    expect(failures).toEqual([]);
  });

  it('a refused upgrade whose client never goes: nothing of it is kept', async () => {
    const socket = await connectTo(address, true);
    socket.on('error', () => undefined);
    socket.write(upgrade({}, '/elsewhere'));
    await once(socket.resume(), 'end');
    const closed = new Promise((resolve) => socket.once('close', resolve));
    // Whoever still listened would take this; whoever has gone resets the connection.
    const more = setInterval(() => socket.write('more'), 10);
    await closed;
    clearInterval(more);
    expect(socket.destroyed).toBe(true);
  });

  it('strangers without a token: the oldest make room, and a window gets in meanwhile', async () => {
    // Some are put out while others still come.
    const strangers = await Promise.all(
      Array.from({ length: maxSockets }, async () => ({ code: closeCode(await openSocket(address)) })),
    );
    const { client } = await openWindow(address, target.host.issueTicket());
    expect(await client.call('study.today', {})).toHaveProperty('due');
    client.close();
    const codes = await Promise.all(strangers.map(({ code }) => code));
    expect(new Set(codes)).toEqual(new Set([1006, refusedCode]));
  });

  it('more sockets of windows than there may be: the next is refused', async () => {
    const { client, token, socket } = await openWindow(address, target.host.issueTicket());
    await client.call('study.today', {});
    const open = [socket];
    while (open.length < maxSockets) {
      const next = await openSocket(address);
      next.send(token);
      await createClient<AppContract>(socketTransport(next)).call('study.today', {});
      open.push(next);
    }
    expectRefusal(await sendRaw(address, upgrade()), 503);
    const codes = open.map((each) => closeCode(each));
    for (const each of open) each.close();
    await Promise.all(codes);
  });

  it('more sessions than there may be: the oldest ends', async () => {
    const oldest = await openWindow(address, target.host.issueTicket());
    const closed = closeCode(oldest.socket);
    for (let n = 0; n < 64; n += 1) await tokenFor(address, target.host.issueTicket());
    expect(await closed).toBe(refusedCode);
  });
});

describe('what is and what is not served', () => {
  it('the page and its files, with the same headers', async () => {
    for (const path of ['/', '/index.html', '/assets/page-1a2b.js']) {
      const answer = await sendRaw(address, get(path));
      expect(answer?.status).toBe(200);
      for (const [name, value] of Object.entries(securityHeaders(address))) {
        expect(answer?.headers.get(name)).toBe(value);
      }
      const etag = answer?.headers.get('etag') ?? '';
      const known = await sendRaw(address, get(path, { 'if-none-match': etag, connection: 'close' }));
      expect(known?.status).toBe(304);
      expect(known?.headers.get('content-security-policy')).toContain(`default-src 'none'`);
      const head = await sendRaw(address, requestText(address, `HEAD ${path}`, { connection: 'close' }));
      expect(head?.status).toBe(200);
      expect(head?.body).toBe('');
    }
  });

  it('nothing of a session that has ended, though its socket has not heard of it and still sends', async () => {
    const ticket = target.host.issueTicket();
    const { client, socket } = await openWindow(address, ticket);
    await client.call('study.today', {});
    socket.pause();
    await redeem(address, ticket);
    const change = client.call('settings.change', { values: { 'study.newPerDay': 77 } });
    socket.resume();
    await expect(change).rejects.toMatchObject({ kind: 'disconnected' });
    const other = await openWindow(address, target.host.issueTicket());
    expect(await other.client.call('settings.read', {})).toMatchObject({ 'study.newPerDay': 20 });
    other.client.close();
  });
});
