import { describe, expect, it } from 'vitest';
import { newEpochKey } from '../client/crypto/epoch-key.ts';
import type { FoldState } from '../client/fold/fold-state.ts';
import { SyncEngine } from '../client/planner/sync-engine.ts';
import type { SyncRequest, SyncWord } from '../client/planner/sync-request.ts';
import { SEGMENT_BYTES_AT_MOST } from '../protocol/limits.ts';
import type { PullReply, PushReply, SealReply, SnapshotReply, StoredSegment } from '../protocol/messages.ts';
import { differenceOf } from './check.ts';
import { MemoryServer } from './memory-server.ts';
import { SealedDisk } from './sealed-disk.ts';

type Request = SyncRequest<Uint8Array, FoldState>;
type Page = Extract<PullReply<Uint8Array>, { st: 'ok' }>;
type Segment = StoredSegment<Uint8Array>;

/** What a server answers instead of what it should; parts that are not given it answers as it should. */
interface Lies {
  readonly push?: (reply: PushReply, request: Extract<Request, { type: 'push' }>['push']) => PushReply;
  /** The push is never seen by the honest part. */
  readonly swallows?: boolean;
  readonly pull?: (reply: PullReply<Uint8Array>) => PullReply<Uint8Array>;
  readonly seal?: (reply: SealReply) => SealReply;
  readonly snapshot?: (reply: SnapshotReply<FoldState>) => SnapshotReply<FoldState>;
}

const START = 1_780_000_000_000;
const HOUR = 3_600_000;
const ACCOUNT = 'a'.repeat(32);
/** Requests after which somebody who is lied to should have had enough. */
const ENOUGH = 60;

class Account {
  nowMs = START;
  readonly server = new MemoryServer<Uint8Array, FoldState>();
  readonly key = newEpochKey();
  readonly words: SyncWord[] = [];
  lies: Lies = {};
  /** More was taken for acknowledged than a request carried. */
  hasBelieved = false;
  #ids = 0;

  newId = (): string => (this.#ids += 1).toString(16).padStart(32, '0');

  addDevice(): Laptop {
    return new Laptop(this);
  }

  answer(laptop: Laptop, request: Request): void {
    const { server, nowMs, lies } = this;
    const { engine } = laptop;
    if (request.type === 'push') {
      const { push } = request;
      const { acked } = laptop.disk.record;
      const to = push.from + push.n - 1;
      const reply: PushReply =
        lies.swallows === true
          ? { st: 'ok', acked: to, chain: push.next, head: server.head, serverMs: nowMs }
          : server.push(push, nowMs);
      engine.pushed(push, lies.push?.(reply, push) ?? reply, 10);
      this.hasBelieved ||= laptop.disk.record.acked > Math.max(acked, to);
    } else if (request.type === 'pull') {
      const reply = server.pull(request.pull, nowMs);
      engine.pulled(request.pull, lies.pull?.(reply) ?? reply, 10);
    } else if (request.type === 'seal') {
      const reply = lies.seal?.({ st: 'moved', serverMs: nowMs }) ?? server.seal(request.seal, nowMs);
      engine.sealed(request.seal, reply, 10);
    } else {
      const reply = server.snapshot(nowMs);
      const seal = engine.gotSnapshot(lies.snapshot?.(reply) ?? reply, 10);
      if (seal !== null) this.answer(laptop, seal);
    }
  }
}

class Laptop {
  readonly disk: SealedDisk;
  readonly engine: SyncEngine<Uint8Array, FoldState>;
  readonly #account: Account;

  constructor(account: Account) {
    this.#account = account;
    this.disk = new SealedDisk(account.newId(), ACCOUNT, account.key);
    this.engine = new SyncEngine({
      disk: this.disk,
      wallMs: () => account.nowMs,
      newId: account.newId,
      limits: { opsInPush: 2, opsInPage: 8 },
      says: (word) => account.words.push(word),
    });
  }

  answers(count: number): void {
    for (let answer = 0; answer < count; answer += 1) {
      const uid = this.#account.newId();
      this.engine.write(this.#account.newId(), { kind: 'event', table: 'reviews', uid, row: { rating: 3 } });
    }
  }

  /** @returns how much it asked until it had nothing to ask */
  sync(): number {
    this.engine.look();
    for (let asked = 0; asked < ENOUGH; asked += 1) {
      const request = this.engine.next();
      if (request === null) return asked;
      this.#account.answer(this, request);
      // Time passes: whoever waits for an hour does not ask within a second.
      this.#account.nowMs += 5;
    }
    return ENOUGH;
  }

  rows(): Set<string> {
    return new Set(this.disk.inner.view().events.keys());
  }
}

const ofPage = (change: (page: Page) => Page): Lies => ({
  pull: (reply) => (reply.st === 'ok' && reply.segs.length > 1 ? change(reply) : reply),
});
const ofSegment = (change: (segment: Segment) => Partial<Segment>): Lies =>
  ofPage((page) => ({
    ...page,
    segs: page.segs.map((segment, place) => (place === 1 ? { ...segment, ...change(segment) } : segment)),
  }));
const resync = (acked: number, chain: string): Lies => ({
  swallows: true,
  push: ({ serverMs }) => ({ st: 'resync', acked, chain, serverMs }),
});

function oldPage(): Lies {
  let old: Page | null = null;
  return {
    pull: (reply) => {
      if (reply.st === 'ok' && reply.segs.length > 1) old ??= reply;
      return old ?? reply;
    },
  };
}

const NUMBERS = [Number.NaN, Number.POSITIVE_INFINITY, -1, 0.5, 2 ** 60, 1e300];
const numbered = (name: string, of: (value: number) => Lies): [string, Lies][] =>
  NUMBERS.map((value) => [`${name} is ${value}`, of(value)]);

const otherKey = newEpochKey();
let epochs = 0;

/** Lies that lead nowhere for ever: the one lied to must say so and stop asking. */
const endless: [string, Lies][] = [
  ['the epoch is always another', { pull: ({ serverMs }) => ({ st: 'epoch', serverMs }) }],
  [
    'every snapshot is of another epoch',
    {
      pull: ({ serverMs }) => ({ st: 'epoch', serverMs }),
      snapshot: (reply) => (reply.st === 'ok' ? { ...reply, epoch: `other ${(epochs += 1)}` } : reply),
    },
  ],
  ['a page has a gap', ofPage((page) => ({ ...page, segs: page.segs.filter((_, place) => place !== 1) }))],
  ['a page begins later', ofPage((page) => ({ ...page, segs: page.segs.slice(1) }))],
  ['a page is in another order', ofPage((page) => ({ ...page, segs: page.segs.toReversed() }))],
  ['a page has a segment twice', ofPage((page) => ({ ...page, segs: [page.segs[0]!, ...page.segs] }))],
  ['an old page comes again and again', oldPage()],
  ['a page is empty', ofPage((page) => ({ ...page, segs: [] }))],
  [
    'the bodies of two segments are swapped',
    ofPage(({ segs, ...page }) => ({
      ...page,
      segs: segs.map((segment, place) => ({ ...segment, body: segs[segs.length - 1 - place]!.body })),
    })),
  ],
  ['a chain is another', ofSegment(() => ({ next: 'e'.repeat(64) }))],
  ['a segment follows another one', ofSegment(() => ({ prev: 'e'.repeat(64) }))],
  ['a segment is of another device', ofSegment(() => ({ dev: 'e'.repeat(32) }))],
  ['a body is cut', ofSegment(({ body }) => ({ body: body.subarray(0, 100) }))],
  ['a body is empty', ofSegment(() => ({ body: new Uint8Array(0) }))],
  [
    'a body has a bit changed',
    ofSegment(({ body }) => ({ body: body.map((byte, at) => (at === 50 ? byte ^ 1 : byte)) })),
  ],
  [
    'a body is larger than one may be',
    ofSegment(() => ({ body: new Uint8Array(SEGMENT_BYTES_AT_MOST + 256) })),
  ],
  [
    'a body is noise, as sealed under another key',
    ofSegment(({ body }) => ({ body: body.map((byte, at) => byte ^ otherKey[at % 32]!) })),
  ],
  ['the head goes back', { pull: (reply) => (reply.st === 'ok' ? { ...reply, head: 0, segs: [] } : reply) }],
  [
    'there is always more',
    { pull: (reply) => (reply.st === 'ok' ? { ...reply, head: 1e12, segs: [] } : reply) },
  ],
  ...numbered('an account number', (seq) => ofSegment(() => ({ seq }))),
  ...numbered('a device number', (from) => ofSegment(() => ({ from }))),
  ...numbered('a count', (n) => ofSegment(() => ({ n }))),
  ...numbered('a time of receipt', (receivedMs) => ofSegment(() => ({ receivedMs }))),
  ...numbered('a head', (head) => ofPage((page) => ({ ...page, head }))),
  ['what is pushed is swallowed', { swallows: true }],
  ['a device is always at its beginning', resync(0, '')],
  ['a device is beyond what it has written', resync(1000, 'f'.repeat(64))],
  ['a device has another chain', resync(2, 'f'.repeat(64))],
  ...numbered('the place of a device', (acked) => resync(acked, 'f'.repeat(64))),
];

/** Lies that change nothing. */
const harmless: [string, Lies][] = [
  ...numbered('what is acknowledged', (acked) => ({
    push: (reply) => (reply.st === 'ok' ? { ...reply, acked } : reply),
  })),
  ...numbered('the head after a push', (head) => ({
    push: (reply) => (reply.st === 'ok' ? { ...reply, head } : reply),
  })),
  ...numbered('the time', (serverMs) => ({ pull: (reply) => ({ ...reply, serverMs }) })),
  ['the time is that of 2400', { pull: (reply) => ({ ...reply, serverMs: 13_569_465_600_000 }) }],
];

/** Two laptops with rows on both sides: of one some that the other has not seen, of the other some that were never sent. */
function twoLaptops(): { account: Account; other: Laptop; victim: Laptop; all: Set<string> } {
  const account = new Account();
  const [other, victim] = [account.addDevice(), account.addDevice()];
  other.answers(3);
  other.sync();
  victim.answers(3);
  victim.sync();
  other.sync();
  other.answers(6);
  other.sync();
  victim.answers(5);
  return { account, other, victim, all: new Set([...other.rows(), ...victim.rows()]) };
}

function afterwards({ account, other, victim, all }: ReturnType<typeof twoLaptops>): void {
  account.lies = {};
  expect(account.hasBelieved).toBe(false);
  for (let round = 0; round < 4; round += 1) {
    account.nowMs += 2 * HOUR;
    victim.sync();
    other.sync();
  }
  for (const laptop of [victim, other]) expect([...laptop.rows()].sort()).toEqual([...all].sort());
  expect(differenceOf(victim.disk.inner.facts, other.disk.inner.facts)).toBeNull();
}

describe('a server that lies', () => {
  it.each(endless)('costs nothing, and is asked less and less, where %s', (_, lies) => {
    const world = twoLaptops();
    const { account, victim } = world;
    const before = victim.rows();
    account.lies = lies;
    expect(victim.sync()).toBeLessThan(ENOUGH);
    for (const row of before) expect(victim.rows()).toContain(row);
    expect(victim.disk.record.paused?.reason).toBe('server');
    expect(account.words.some(({ word }) => word === 'server')).toBe(true);
    // All day long, a look every quarter of an hour.
    let asked = 0;
    for (let look = 0; look < 96; look += 1) {
      account.nowMs += 900_000;
      asked += victim.sync();
    }
    expect(asked).toBeLessThan(96);
    for (const row of before) expect(victim.rows()).toContain(row);
    afterwards(world);
  });

  it.each(harmless)('is not believed where %s', (_, lies) => {
    const world = twoLaptops();
    world.account.lies = lies;
    expect(world.victim.sync()).toBeLessThan(ENOUGH);
    afterwards(world);
  });

  it('may say that nothing was ever uploaded: all that is here is uploaded', () => {
    const world = twoLaptops();
    world.account.lies = {
      pull: ({ serverMs }) => ({ st: 'epoch', serverMs }),
      snapshot: ({ serverMs }) => ({ st: 'none', serverMs }),
    };
    expect(world.victim.sync()).toBeLessThan(ENOUGH);
    afterwards(world);
  });

  it('may have somebody wait for ever: they wait for a day', () => {
    for (const retryAfterMs of NUMBERS) {
      const world = twoLaptops();
      world.account.lies = { pull: ({ serverMs }) => ({ st: 'rate', retryAfterMs, serverMs }) };
      expect(world.victim.sync()).toBe(1);
      const { paused } = world.victim.disk.record;
      expect(paused!.untilMs - world.account.nowMs).toBeLessThanOrEqual(24 * HOUR);
      world.account.nowMs += 24 * HOUR;
      afterwards(world);
    }
  });
});
