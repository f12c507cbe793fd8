import type { FoldState } from '../client/fold/fold-state.ts';
import type { SyncRules } from '../client/planner/rules.ts';
import type { SyncWord } from '../client/planner/sync-request.ts';
import { AGAIN } from '../client/planner/trouble.ts';
import { FIRST_CHAIN } from '../protocol/chain.ts';
import type { Chain } from '../protocol/messages.ts';
import type { Op, OpBody } from '../protocol/op.ts';
import { seededRandom, type Random } from '#ml/random/random.ts';
import { Device, canBe, type SimReply, type SimRequest } from './device.ts';
import { MemoryDisk } from './memory-disk.ts';
import { MemoryServer, type ServerBackup, type ServerRules } from './memory-server.ts';
import { below, drawExtra, drawWrite, meaningOf, namesOf, type KnownRows } from './writes.ts';

type Body = readonly Op[];
type Blob = readonly OpBody[];

interface Message {
  readonly device: Device;
  readonly process: number;
  readonly request: SimRequest;
  readonly sentWallMs: number;
  /** Null on the way to the server. */
  readonly reply: SimReply | null;
}

const MINUTE = 60_000;
const DAY = 86_400_000;
const START = 1_780_000_000_000;

/** Everybody computes the chain of the same ops: what was computed last for an op is kept. */
class Links {
  readonly #links = new Map<string, { readonly op: Op; readonly prev: Chain; readonly next: Chain }>();

  /** Any hash that tells different ops apart. */
  after = (prev: Chain, op: Op): Chain => {
    const known = this.#links.get(op.id);
    if (known !== undefined && known.op === op && known.prev === prev) return known.next;
    const { id, at } = op;
    let hash = mixed(Math.imul(at.ms % 0x7fffffff, 0x9e3779b1) ^ (at.n + 1));
    for (let index = 0; index < id.length; index += 1)
      hash = Math.imul(hash ^ id.charCodeAt(index), 0x01000193);
    const before = prev === FIRST_CHAIN ? 0 : Number.parseInt(prev, 36);
    const next = (mixed(hash ^ Math.imul(before, 0x85ebca6b)) * 0x10000 + (hash & 0xffff)).toString(36);
    this.#links.set(op.id, { op, prev, next });
    return next;
  };
}

function mixed(word: number): number {
  const value = Math.imul(word ^ (word >>> 16), 0x21f0aaad);
  return (value ^ (value >>> 15)) >>> 0;
}

/** Clocks: right, off by a day, an hour, ten minutes, a year. */
const SKEWS = [0, 0, 0, 2000, -DAY, 3_600_000, 10 * MINUTE, 365 * DAY, -30_000];

/** Why the server answers nothing for a while, and until when. */
interface Refusing {
  readonly st: 'quota' | 'rate' | 'upgrade';
  readonly untilMs: number;
}

/** Of writes, where a seed has others than the plain ones. */
const EXTRA = 0.2;

/** Laptops, a server and a network that a seed decides everything of. */
export class World {
  readonly random: Random;
  readonly server: MemoryServer<Body, FoldState, Blob>;
  readonly devices: Device[] = [];
  /** Names of what somebody was told was written, and that nothing since has taken from everybody; with their tables. */
  readonly created = new Map<string, string | null>();
  /** Whether this seed has imports, orders, tags, deletions and two versions of the program. */
  readonly hasExtras: boolean;
  /** Whether the protocol of this run knows when nothing of its own is on the way: without that nobody compares. */
  readonly canCompare: boolean;
  nowMs = START;
  refusing: Refusing | null = null;
  /** Rows somewhere were changed behind the program's back. */
  isDamaged = false;
  /** The first thing a device said that an honest world gives no reason for. */
  wrongWord: string | null = null;
  /** Blobs that moved. */
  blobMoves = 0;
  #wire: Message[] = [];
  #ids = 0;
  readonly #links = new Links();
  readonly #rows = new Map<Device, KnownRows>();
  readonly #rules: SyncRules;

  constructor(seed: number, rules: { client: SyncRules; server: ServerRules }) {
    this.random = seededRandom(seed);
    this.#rules = rules.client;
    this.canCompare = rules.client.readsOwn;
    this.server = new MemoryServer(rules.server);
    this.hasExtras = this.random.unit() < 0.4;
  }

  newId = (): string => {
    this.#ids += 1;
    // In no order of time: nothing may hang on that.
    return `${(Math.imul(this.#ids, 0x9e3779b1) >>> 0).toString(36)}_${this.#ids}`;
  };

  #newDisk(): MemoryDisk {
    const version = this.hasExtras && this.random.unit() < 0.5 ? 1 : 2;
    const parts = {
      chain: this.#links.after,
      canBe,
      meaningOf,
      nowMs: () => this.nowMs,
      hasDeletions: this.hasExtras,
    };
    return new MemoryDisk(this.newId(), parts, version);
  }

  addDevice(disk: MemoryDisk = this.#newDisk(), of?: Device): Device {
    const { newId } = this;
    const device = new Device({
      name: `device ${this.devices.length + 1}`,
      disk,
      skewMs: SKEWS[below(this.random, SKEWS.length)]!,
      trueMs: () => this.nowMs,
      newId,
      rules: this.#rules,
      says: this.#hear,
    });
    this.devices.push(device);
    const rows = of === undefined ? undefined : this.#rows.get(of);
    this.#rows.set(device, { uids: [...(rows?.uids ?? [])] });
    return device;
  }

  /** Waiting for a busy account is no wonder; pages that are not believed, or differences where nothing was damaged, are. */
  readonly #hear = (name: string, word: SyncWord): void => {
    const isExpected =
      word.word === 'server' ? word.why === AGAIN : word.word === 'healing' && this.isDamaged;
    if (!isExpected) this.wrongWord ??= `${name}: ${word.word} ${'why' in word ? word.why : ''}`;
  };

  write(device: Device, body?: OpBody): void {
    const id = this.newId();
    const op = device.engine.write(id, body ?? this.#drawWrite(device, id));
    for (const { name, table } of namesOf(op)) this.created.set(name, table);
  }

  #drawWrite(device: Device, id: string): OpBody {
    const { random } = this;
    const known = this.#rows.get(device)!;
    if (!this.hasExtras || random.unit() >= EXTRA) return drawWrite(random, id, known);
    const { disk } = device;
    const addBlob = (address: string, blob: Blob): void => disk.addBlob(address, blob);
    return drawExtra(random, id, known, { version: disk.version, addBlob });
  }

  /** A fact from before sync, some of them the same on several devices. */
  addFact(device: Device): void {
    const isShared = this.random.unit() < 0.5;
    const id = isShared ? `import_${below(this.random, 8)}` : this.newId();
    const uid = `row:${id}`;
    const at = { ms: device.wallMs() - below(this.random, DAY), n: 0 };
    device.disk.addFact({
      id,
      at: isShared ? { ms: START - DAY, n: 0 } : at,
      body: { kind: 'cells', table: 'notes', uid, fields: { front: id } },
    });
    this.#rows.get(device)!.uids.push(uid);
  }

  /** Whether a blob is anywhere. */
  hasBlob(address: string): boolean {
    return this.server.blob(address) !== undefined || this.devices.some(({ disk }) => disk.hasBlob(address));
  }

  /** Asks what the device wants to ask. @returns whether there was anything */
  send(device: Device): boolean {
    if (!device.isOnline || device.isWaiting) return false;
    const request = device.next();
    if (request === null) return false;
    device.isWaiting = true;
    const { process } = device;
    this.#wire.push({ device, process, request, sentWallMs: device.wallMs(), reply: null });
    return true;
  }

  /** A question and its answer, at once. @returns whether there was anything to ask */
  exchange(device: Device): boolean {
    if (!device.isOnline || device.isWaiting) return false;
    const request = device.next();
    if (request === null) return false;
    device.receive(request, this.answer(device, request), 0);
    return true;
  }

  get onTheWire(): number {
    return this.#wire.length;
  }

  /** Delivers one message. @param keep it stays on the wire and comes again */
  deliver(place: number, keep = false): void {
    const message = this.#wire[place]!;
    if (!keep) this.#wire.splice(place, 1);
    const { device, process, request, sentWallMs, reply } = message;
    if (reply === null) {
      this.#wire.push({ ...message, reply: this.answer(device, request) });
      return;
    }
    if (process !== device.process) return;
    device.isWaiting = false;
    device.receive(request, reply, Math.max(0, device.wallMs() - sentWallMs));
  }

  lose(place: number): void {
    this.#wire.splice(place, 1);
  }

  clearWire(): void {
    this.#wire = [];
    for (const device of this.devices) device.isWaiting = false;
  }

  #refusal(device: Device): SimReply | null {
    if (this.refusing === null || this.nowMs >= this.refusing.untilMs) return null;
    const { st, untilMs } = this.refusing;
    const serverMs = this.nowMs;
    if (st !== 'upgrade')
      return { type: 'refused', reply: { st, retryAfterMs: untilMs - serverMs, serverMs } };
    return device.disk.version < 2 ? { type: 'refused', reply: { st, serverMs } } : null;
  }

  answer(device: Device, request: SimRequest): SimReply {
    const refusal = this.#refusal(device);
    if (refusal !== null) return refusal;
    switch (request.type) {
      case 'push':
        return { type: 'push', reply: this.server.push(request.push, this.nowMs) };
      case 'pull':
        return { type: 'pull', reply: this.server.pull(request.pull, this.nowMs) };
      case 'snapshot':
        return { type: 'snapshot', reply: this.server.snapshot(this.nowMs) };
      case 'seal':
        return { type: 'seal', reply: this.server.seal(request.seal, this.nowMs) };
      case 'putBlob':
        if (this.server.putBlob(request.address, request.blob)) this.blobMoves += 1;
        return { type: 'putBlob', reply: { st: 'ok' } };
      case 'getBlob': {
        const blob = this.server.blob(request.address);
        if (blob !== undefined) this.blobMoves += 1;
        return { type: 'getBlob', reply: blob === undefined ? { st: 'none' } : { st: 'ok', blob } };
      }
    }
  }

  restoreServer(backup: ServerBackup<Body, FoldState, Blob>): void {
    this.server.restore(backup, this.newId());
  }
}
