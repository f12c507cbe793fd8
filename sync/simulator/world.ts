import { asItIs } from '../client/fold/fold-rules.ts';
import type { FoldState } from '../client/fold/fold-state.ts';
import type { SyncRules } from '../client/planner/rules.ts';
import { FIRST_CHAIN } from '../protocol/chain.ts';
import type { Chain } from '../protocol/messages.ts';
import type { Op, OpBody } from '../protocol/op.ts';
import { seededRandom, type Random } from '#ml/random/random.ts';
import { Device, canBe, type SimReply, type SimRequest } from './device.ts';
import { MemoryDisk } from './memory-disk.ts';
import { MemoryServer, type ServerBackup, type ServerRules } from './memory-server.ts';
import { below, drawWrite, type KnownRows } from './writes.ts';

type Body = readonly Op[];

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

/** The chain of the simulation: any hash that tells different ops apart. */
function chainOf(prev: Chain, { id, at }: Op): Chain {
  let hash = mixed(Math.imul(at.ms % 0x7fffffff, 0x9e3779b1) ^ (at.n + 1));
  for (let index = 0; index < id.length; index += 1)
    hash = Math.imul(hash ^ id.charCodeAt(index), 0x01000193);
  const before = prev === FIRST_CHAIN ? 0 : Number.parseInt(prev, 36);
  return (mixed(hash ^ Math.imul(before, 0x85ebca6b)) * 0x10000 + (hash & 0xffff)).toString(36);
}

function mixed(word: number): number {
  const value = Math.imul(word ^ (word >>> 16), 0x21f0aaad);
  return (value ^ (value >>> 15)) >>> 0;
}

/** Clocks: right, off by a day, an hour, ten minutes, a year. */
const SKEWS = [0, 0, 0, 2000, -DAY, 3_600_000, 10 * MINUTE, 365 * DAY, -30_000];

/** Laptops, a server and a network that a seed decides everything of. */
export class World {
  readonly random: Random;
  readonly server: MemoryServer<Body, FoldState>;
  readonly devices: Device[] = [];
  /** Every op that somebody was told was written, and that nothing since has taken from everybody. */
  readonly created = new Map<string, Op>();
  nowMs = START;
  #wire: Message[] = [];
  #ids = 0;
  readonly #rows = new Map<Device, KnownRows>();
  readonly #rules: SyncRules;

  constructor(seed: number, rules: { client: SyncRules; server: ServerRules }) {
    this.random = seededRandom(seed);
    this.#rules = rules.client;
    this.server = new MemoryServer(rules.server);
  }

  newId = (): string => {
    this.#ids += 1;
    // In no order of time: nothing may hang on that.
    return `${(Math.imul(this.#ids, 0x9e3779b1) >>> 0).toString(36)}.${this.#ids}`;
  };

  addDevice(
    disk: MemoryDisk = new MemoryDisk(this.newId(), chainOf, { ...asItIs, canBe }),
    of?: Device,
  ): Device {
    const { newId } = this;
    const device = new Device({
      name: `device ${this.devices.length + 1}`,
      disk,
      skewMs: SKEWS[below(this.random, SKEWS.length)]!,
      trueMs: () => this.nowMs,
      newId,
      rules: this.#rules,
    });
    this.devices.push(device);
    const rows = of === undefined ? undefined : this.#rows.get(of);
    this.#rows.set(device, { uids: [...(rows?.uids ?? [])] });
    return device;
  }

  write(device: Device, body?: OpBody): void {
    const id = this.newId();
    const op = device.engine.write(id, body ?? drawWrite(this.random, id, this.#rows.get(device)!));
    this.created.set(id, op);
  }

  /** A fact from before sync, some of them the same on several devices. */
  addFact(device: Device): void {
    const isShared = this.random.unit() < 0.5;
    const id = isShared ? `import.${below(this.random, 8)}` : this.newId();
    const uid = `row:${id}`;
    const at = { ms: device.wallMs() - below(this.random, DAY), n: 0 };
    const op: Op = {
      id,
      at: isShared ? { ms: START - DAY, n: 0 } : at,
      body: { kind: 'cells', table: 'notes', uid, fields: { front: id } },
    };
    device.disk.addFact(op);
    this.#rows.get(device)!.uids.push(uid);
    this.created.set(id, op);
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

  get onTheWire(): number {
    return this.#wire.length;
  }

  /** Delivers one message. @param keep it stays on the wire and comes again */
  deliver(place: number, keep = false): void {
    const message = this.#wire[place]!;
    if (!keep) this.#wire.splice(place, 1);
    const { device, process, request, sentWallMs, reply } = message;
    if (reply === null) {
      this.#wire.push({ ...message, reply: this.#answer(request) });
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

  #answer(request: SimRequest): SimReply {
    switch (request.type) {
      case 'push':
        return { type: 'push', reply: this.server.push(request.push, this.nowMs) };
      case 'pull':
        return { type: 'pull', reply: this.server.pull(request.pull, this.nowMs) };
      case 'snapshot':
        return { type: 'snapshot', reply: this.server.snapshot(this.nowMs) };
      case 'seal':
        return { type: 'seal', reply: this.server.seal(request.seal, this.nowMs) };
    }
  }

  restoreServer(backup: ServerBackup<Body, FoldState>): void {
    this.server.restore(backup, this.newId());
  }
}
