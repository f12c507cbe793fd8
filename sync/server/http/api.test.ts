import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodePage, decodeSnapshot } from '../../protocol/wire.ts';
import { digestOfInvitation } from '../accounts/create-account.ts';
import { chained, named } from '../testing/ids.ts';
import { OPEN_TIMEOUT_MS } from '../testing/open-test-database.ts';
import { startTestServer, type TestServer } from '../testing/start-test-server.ts';
import { TestDevice } from '../testing/test-device.ts';

let server: TestServer;
let count = 0;
beforeAll(async () => {
  server = await startTestServer();
}, OPEN_TIMEOUT_MS);
afterAll(() => server.close());

const newDevice = (account?: string): TestDevice => {
  count += 1;
  return new TestDevice(server.url, account ?? named(`account ${count}`), named(`device ${count}`));
};
/** A device with an account and tokens. */
const joined = async (): Promise<TestDevice> => {
  const device = newDevice();
  expect((await device.createAccount()).status).toBe(200);
  expect((await device.logIn()).status).toBe(200);
  return device;
};
const said = async (answer: Response | Promise<Response>): Promise<[number, unknown]> => {
  const given = await answer;
  return [given.status, ((await given.json()) as { st: unknown }).st];
};
const epoch = named('epoch');
const beginEpoch = (device: TestDevice): Promise<Response> =>
  device.ask('POST', `/v1/sync/seal?epoch=${epoch}&head=0`, Uint8Array.of(1, 2));
const body = Uint8Array.of(9, 8, 7);
const bytesOf = async (answer: Response): Promise<Uint8Array> => new Uint8Array(await answer.arrayBuffer());

describe('two devices of an account', () => {
  it('send and get through the server', async () => {
    const [one, other] = [await joined(), newDevice()];
    expect(decodeSnapshot(await bytesOf(await one.ask('GET', '/v1/sync/snapshot'))).st).toBe('none');
    expect(await said(beginEpoch(one))).toEqual([200, 'ok']);
    const second = new TestDevice(server.url, one.account, other.dev);
    expect(await said(one.ask('POST', '/v1/devices', second.keys))).toEqual([200, 'ok']);
    expect((await second.logIn()).status).toBe(200);

    const first = { epoch, from: 1, n: 2, prev: '', next: chained(2) };
    const taken = await one.push(first, body);
    expect(await taken.json()).toMatchObject({
      st: 'ok',
      acked: 2,
      head: 2,
      quota: { used: 5, atMost: 1_000_000 },
    });
    expect(await said(one.push(first, body))).toEqual([200, 'dup']);
    expect(await said(one.push({ ...first, from: 5 }, body))).toEqual([409, 'resync']);
    expect(await said(one.push({ ...first, epoch: named('x') }, body))).toEqual([410, 'epoch']);

    const page = decodePage(
      await bytesOf(await second.ask('GET', `/v1/sync/pull?epoch=${epoch}&after=0&max=10`)),
    );
    expect(page).toMatchObject({
      head: 2,
      floor: 0,
      next: 2,
      segs: [{ dev: one.dev, seq: 1, n: 2, codec: 1 }],
    });
    expect(page.segs.map((segment) => [...segment.body])).toEqual([[...body]]);
    expect(await said(second.ask('GET', `/v1/sync/pull?epoch=${named('x')}&after=0&max=10`))).toEqual([
      410,
      'epoch',
    ]);
  });

  it('know each other, rename, and revoke: a revoked device is out at once, with a token that is good for minutes', async () => {
    const one = await joined();
    const second = newDevice(one.account);
    await beginEpoch(one);
    await one.ask('POST', '/v1/devices', second.keys);
    await second.logIn();
    expect(await said(one.ask('PATCH', `/v1/devices/${second.dev}`, { name: 'AAEC' }))).toEqual([200, 'ok']);
    const { devices } = (await (await second.ask('GET', '/v1/devices')).json()) as { devices: object[] };
    expect(devices).toMatchObject([
      { dev: one.dev, revokedMs: null },
      { dev: second.dev, name: 'AAEC' },
    ]);

    expect(await said(one.ask('DELETE', `/v1/devices/${second.dev}`))).toEqual([200, 'ok']);
    const label = { epoch, from: 1, n: 1, prev: '', next: chained(1) };
    for (const answer of [
      second.push(label, body),
      second.ask('GET', `/v1/sync/pull?epoch=${epoch}&after=0&max=1`),
      second.ask('GET', '/v1/sync/snapshot'),
      second.ask('GET', '/v1/devices'),
      second.ask('PUT', `/v1/blobs/${createHash('sha256').update(body).digest('hex')}`, body),
    ])
      expect(await said(answer)).toEqual([403, 'revoked']);
    expect(await said(second.refreshWith(second.refresh))).toEqual([401, 'token']);
    expect(await said(second.logIn())).toEqual([401, 'proof']);
  });
});

describe('a device of another account', () => {
  it('is told nothing: what is there and what is not have one answer', async () => {
    const [mine, theirs] = [await joined(), await joined()];
    await beginEpoch(theirs);
    const sha = createHash('sha256').update(body).digest('hex');
    expect(await said(theirs.ask('PUT', `/v1/blobs/${sha}`, body))).toEqual([200, 'ok']);
    const label = { epoch, from: 1, n: 1, prev: '', next: chained(1) };
    for (const [method, path] of [
      ['DELETE', `/v1/devices/${theirs.dev}`],
      ['DELETE', `/v1/devices/${named('nobody')}`],
      ['GET', `/v1/blobs/${sha}`],
      ['DELETE', `/v1/blobs/${sha}`],
      ['GET', '/v1/nothing'],
    ] as const)
      expect(await said(mine.ask(method, path))).toEqual([404, 'unknown']);
    expect(await said(mine.push({ ...label, dev: theirs.dev }, body))).toEqual([404, 'unknown']);
    expect(decodeSnapshot(await bytesOf(await mine.ask('GET', '/v1/sync/snapshot'))).st).toBe('none');
  });

  it('cannot take its account or prove itself as its device', async () => {
    const theirs = await joined();
    const thief = newDevice(theirs.account);
    expect(await said(thief.createAccount())).toEqual([409, 'exists']);
    expect(await said(thief.logIn())).toEqual([401, 'proof']);
    expect(await said(new TestDevice(server.url, theirs.account, theirs.dev).logIn())).toEqual([
      401,
      'proof',
    ]);
    expect(await said(newDevice().logIn())).toEqual([401, 'proof']);
  });
});

describe('a proof', () => {
  it('is taken once, within a minute, for its nonce', async () => {
    const device = await joined();
    const { account, dev } = device;
    const proven = { account, dev, ...(await device.prove()) };
    const logIn = (more: object): Promise<[number, unknown]> =>
      said(device.ask('POST', '/v1/tokens', { ...proven, ...more }));
    const other = await device.prove();
    expect(await logIn({ nonce: other.nonce })).toEqual([401, 'proof']);
    expect(await logIn({ nonce: 'k1.made.up', proof: device.proofOf('k1.made.up') })).toEqual([401, 'proof']);
    expect((await logIn({}))[0]).toBe(200);
    expect(await logIn({})).toEqual([401, 'proof']);
    const late = await device.prove();
    server.clock.now += 61_000;
    expect(await logIn(late)).toEqual([401, 'proof']);
  });
});

describe('tokens', () => {
  it('open nothing without one, with a changed one, or after 15 minutes', async () => {
    const device = await joined();
    expect((await device.ask('GET', '/v1/devices')).status).toBe(200);
    const { access } = device;
    const [account, dev] = [device.account, named('nobody')];
    for (const wrong of [
      '',
      'x',
      access.slice(0, -2),
      access.replace(device.dev, dev),
      access.replace(account, named('y')),
    ]) {
      device.access = wrong;
      expect(await said(device.ask('GET', '/v1/devices'))).toEqual([401, 'token']);
    }
    device.access = access;
    server.clock.now += 15 * 60_000;
    expect(await said(device.ask('GET', '/v1/devices'))).toEqual([401, 'token']);
  });

  it('are renewed; a refresh token that comes again ends its family, and the device proves itself anew', async () => {
    const device = await joined();
    const stolen = device.refresh;
    expect((await device.keep(await device.refreshWith(stolen))).status).toBe(200);
    expect(device.refresh).not.toBe(stolen);
    expect(await said(device.refreshWith(stolen))).toEqual([401, 'token']);
    expect(await said(device.refreshWith(device.refresh))).toEqual([401, 'token']);
    expect((await device.logIn()).status).toBe(200);
    expect((await device.keep(await device.refreshWith(device.refresh))).status).toBe(200);
  });
});

describe('an account', () => {
  it(
    'needs an invitation where not everybody may join, which is good as often as it says',
    async () => {
      const closed = await startTestServer(undefined, { isOpen: false });
      try {
        const digest = Buffer.from(digestOfInvitation('ABCD-EFGH')).toString('hex');
        await closed.opened.asAdmin(`insert into sync.invitations values (decode('${digest}', 'hex'), 1,
        ${closed.clock.now + 1000}, 100, 200)`);
        const device = (name: string): TestDevice =>
          new TestDevice(closed.url, named(name), named(`${name} 1`));
        const [one, two] = [device('one'), device('two')];
        expect(await said(one.createAccount())).toEqual([401, 'invitation']);
        expect(await said(one.createAccount('WRONG'))).toEqual([401, 'invitation']);
        expect(await said(one.createAccount('abcd efgh'))).toEqual([200, 'ok']);
        // Its answer may have been lost.
        expect(await said(one.createAccount('abcd efgh'))).toEqual([200, 'ok']);
        expect(await said(two.createAccount('ABCD-EFGH'))).toEqual([401, 'invitation']);
        await one.logIn();
        expect(
          await said(one.ask('POST', `/v1/sync/seal?epoch=${epoch}&head=0`, new Uint8Array(101))),
        ).toEqual([413, 'quota']);
      } finally {
        await closed.close();
      }
    },
    OPEN_TIMEOUT_MS,
  );
});

describe('files', () => {
  it('are kept in parts by the digest of their bytes, within the room of the account', async () => {
    const device = await joined();
    const part = new Uint8Array(2_000_000).fill(5);
    const name = (bytes: Uint8Array): string =>
      `/v1/blobs/${createHash('sha256').update(bytes).digest('hex')}`;
    expect((await device.ask('HEAD', name(part))).status).toBe(404);
    expect(await said(device.ask('PUT', name(body), part))).toEqual([400, 'damaged']);
    for (let time = 0; time < 2; time += 1)
      expect(await said(device.ask('PUT', name(part), part))).toEqual([200, 'ok']);
    expect((await device.ask('HEAD', name(part))).status).toBe(200);
    expect(Buffer.compare(await bytesOf(await device.ask('GET', name(part))), part)).toBe(0);
    const more = new Uint8Array(1_000_001);
    expect(await said(device.ask('PUT', name(more), more))).toEqual([413, 'quota']);
    expect(await said(device.ask('DELETE', name(part)))).toEqual([200, 'ok']);
    expect(await said(device.ask('PUT', name(more), more))).toEqual([200, 'ok']);
  });
});

describe('requests', () => {
  it.each([
    ['an op that is none', { from: 0 }],
    ['too many ops', { n: 501 }],
    ['a chain that is none', { next: 'zz' }],
    ['something more', { and: 1 }],
    ['another codec', { codec: 9 }],
  ])('with %s are refused', async (_what, wrong) => {
    const device = await joined();
    const label = { epoch, from: 1, n: 1, prev: '', next: chained(1), ...wrong };
    expect(await said(device.push(label, body))).toEqual([400, 'request']);
  });

  it(
    'of a client that is too old say so, and damaged bodies too',
    async () => {
      const device = await joined();
      const label = { epoch, from: 1, n: 1, prev: '', next: chained(1) };
      expect(await said(device.push({ ...label, sha: '0'.repeat(64) }, body))).toEqual([400, 'damaged']);
      const newer = await startTestServer(undefined, { minClient: 2 });
      try {
        const old = new TestDevice(newer.url, named('a'), named('b'));
        await old.createAccount();
        await old.logIn();
        expect(await said(old.push(label, body))).toEqual([426, 'upgrade']);
      } finally {
        await newer.close();
      }
    },
    OPEN_TIMEOUT_MS,
  );

  it('that are too large are not read', async () => {
    const device = await joined();
    const label = { epoch, from: 1, n: 1, prev: '', next: chained(1) };
    expect(await said(device.push(label, new Uint8Array(512 * 1024 + 1)))).toEqual([413, 'size']);
    expect(await said(device.ask('POST', '/v1/devices', { name: 'x'.repeat(20_000) }))).toEqual([
      413,
      'size',
    ]);
  });

  it('come at most so often from a device, whatever its address', async () => {
    const device = await joined();
    const statuses = await Promise.all(
      Array.from({ length: 310 }, async () => {
        const answer = await device.ask('GET', '/v1/devices');
        return [answer.status, answer.headers.get('retry-after')] as const;
      }),
    );
    expect(statuses.filter(([status]) => status === 200)).toHaveLength(300);
    expect(statuses.filter(([status]) => status === 429)).toEqual(
      Array.from({ length: 10 }, () => [429, '1']),
    );
    expect((await (await joined()).ask('GET', '/v1/devices')).status).toBe(200);
  });
});

describe('those who watch', () => {
  it('see health, readiness, numbers and the description, and neither CORS nor a name', async () => {
    const device = await joined();
    expect(await (await device.ask('GET', '/health')).json()).toEqual({
      status: 'healthy',
      version: '0.0.0',
    });
    expect(await (await device.ask('GET', '/ready')).json()).toEqual({ status: 'ready', database: true });
    const description = (await (await device.ask('GET', '/openapi.json')).json()) as { paths: object };
    expect(Object.keys(description.paths)).toEqual(
      expect.arrayContaining(['/v1/sync/push', '/v1/sync/pull', '/v1/blobs/{sha}', '/v1/tokens', '/health']),
    );
    const metrics = await device.ask('GET', '/metrics');
    const text = await metrics.text();
    expect(text).toContain('americano_request_seconds_count');
    expect(text + server.lines.join('')).not.toMatch(
      new RegExp(`${device.account}|${device.dev}|127\\.0\\.0\\.1`),
    );
    expect([...metrics.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
  });
});
