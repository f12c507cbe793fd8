import type { FoldState } from '../client/fold/fold-state.ts';
import { isErased } from '../client/fold/apply-op.ts';
import { compareHlc } from '../protocol/hlc.ts';
import { compareStamps, type Stamp } from '../protocol/stamp.ts';
import { Chaos } from './chaos.ts';
import { checkNothingLost, heldBy, Lost } from './losses.ts';
import { rulesOf } from './mutants.ts';
import type { Device } from './device.ts';
import { World } from './world.ts';
import { FIELDS, SHARED } from './writes.ts';

/** How a seed ended: null for well. */
export interface SeedFailure {
  readonly seed: number;
  readonly kind: 'lost' | 'diverged' | 'stuck' | 'wrong' | 'error';
  readonly what: string;
}

class Failure extends Error {
  readonly kind: SeedFailure['kind'];
  constructor(kind: SeedFailure['kind'], what: string) {
    super(what);
    this.kind = kind;
  }
}

/** Requests all devices together may need until everything is everywhere. */
const ROUNDS = 400;
const QUIET_MS = 5 * 60_000;

/** Runs one seed: trouble, then a network that works; then all devices must hold the same, and everything. */
export function runSeed(seed: number, mutant: string | null = null): SeedFailure | null {
  const world = new World(seed, rulesOf(mutant));
  try {
    new Chaos(world).run();
    heal(world);
    check(world);
    checkAgainstHistory(world);
    checkLastWriterWins(world);
    return null;
  } catch (error) {
    if (error instanceof Failure) return { seed, kind: error.kind, what: error.message };
    if (error instanceof Lost) return { seed, kind: 'lost', what: error.message };
    return {
      seed,
      kind: 'error',
      what: error instanceof Error ? (error.stack ?? error.message) : String(error),
    };
  }
}

/** The network works again: everybody asks until nobody has anything to ask. */
function heal(world: World): void {
  // What is still on its way comes late, or never.
  while (world.onTheWire > 0)
    if (world.random.unit() < 0.5) world.lose(0);
    else world.deliver(0);
  world.clearWire();
  for (const device of world.devices) {
    device.isOnline = true;
    device.isWaiting = false;
  }
  for (let round = 0; round < ROUNDS; round += 1) {
    const before = world.server.head;
    for (const device of world.devices) device.engine.look();
    ask(world);
    // A round in which everybody looked and nobody wrote.
    const isQuiet = ({ disk: { record } }: Device): boolean => record.cursor === before && !record.mustSeal;
    if (world.server.head === before && world.devices.every(isQuiet)) return;
    world.nowMs += 1000;
  }
  const states = world.devices.map(({ name, disk }) => `${name} ${JSON.stringify(disk.record)}`);
  throw new Failure('stuck', `after ${ROUNDS} rounds, head ${world.server.head}: ${states.join('; ')}`);
}

/** Everybody asks as long as they have anything to ask. */
function ask(world: World): void {
  for (const device of world.devices) {
    if (device.disk.record.stopped !== null)
      throw new Failure('stuck', `${device.name} stopped: ${device.disk.record.stopped}`);
    for (let requests = 0; world.send(device); requests += 1) {
      if (requests > ROUNDS)
        throw new Failure(
          'stuck',
          `${device.name} asks and asks: ${JSON.stringify(device.disk.record)}, head ${world.server.head}`,
        );
      world.deliver(0);
      world.deliver(0);
      if (device.disk.record.stopped !== null) break;
    }
  }
}

function check(world: World): void {
  const [first, ...others] = world.devices.map(({ disk }) => disk);
  for (const { name, disk } of world.devices) {
    const { length, acked } = disk.record;
    if (acked < length) throw new Failure('stuck', `${name}: ${length} written, ${acked} acknowledged`);
  }
  for (const disk of others) {
    const difference = differenceOf(first!.facts, disk.facts);
    if (difference !== null) throw new Failure('diverged', difference);
  }
  const facts = first!.facts;
  const ids = new Set<string>();
  heldBy(facts, ids);
  checkNothingLost(world, ids, facts.erasures);
  for (const { table, uid, stamp } of facts.events.values())
    if (isErased(facts.erasures, table, stamp)) throw new Failure('wrong', `${uid} was erased and is there`);
}

/**
 * Fields must be as the whole history of the server says, read anew: of all that was ever received, each op from when it
 * first came, the last writer of a field. Where the server was restored there is no such history.
 */
function checkAgainstHistory(world: World): void {
  if (world.server.wasRestored) return;
  const winners = new Map<string, { stamp: Stamp; value: unknown }>();
  const seen = new Set<string>();
  const enter = (key: string, stamp: Stamp, value: unknown): void => {
    const kept = winners.get(key);
    if (kept === undefined || compareStamps(stamp, kept.stamp) > 0) winners.set(key, { stamp, value });
  };
  for (const { cells } of world.server.sealed.slice(0, 1))
    for (const [key, { stamp, value }] of cells) enter(key, stamp, value);
  for (const { body, receivedMs } of world.server.history)
    for (const [place, { id, at, body: said }] of body.entries()) {
      if (said.kind !== 'cells' || seen.has(id)) continue;
      seen.add(id);
      const limit = { ms: receivedMs + 60_000, n: place };
      const eff = compareHlc(at, limit) > 0 ? limit : at;
      const fields = Object.entries(said.fields);
      for (const [field, value] of fields)
        enter(`${said.uid}/${field}`, { eff, op: fields.length === 1 ? id : `${id}/${field}` }, value);
    }
  const { cells, waiting } = world.devices[0]!.disk.facts;
  for (const [key, { stamp, value }] of winners) {
    // The row itself may have been on one device only, and that one was set back.
    if (waiting.has(stamp.op.split('/')[0]!)) continue;
    const cell = cells.get(key);
    if (cell === undefined || compareStamps(cell.stamp, stamp) !== 0)
      throw new Failure(
        'wrong',
        `${key} is ${String(cell?.value)} ${JSON.stringify(cell?.stamp)}, by its history ${String(value)} ${JSON.stringify(stamp)}`,
      );
  }
}

/** What one state has and another has not, or has otherwise; null: they are the same. */
function differenceOf(a: FoldState, b: FoldState): string | null {
  for (const key of ['cells', 'events', 'generated', 'waiting', 'unknown', 'quarantined'] as const) {
    const [mine, theirs] = [a[key], b[key]];
    if (mine.size !== theirs.size) return `${key}: ${mine.size} and ${theirs.size}`;
    for (const [id, entry] of mine) {
      const other = theirs.get(id);
      if (other === undefined || compareStamps(entry.stamp, other.stamp) !== 0) return `${key}: ${id}`;
    }
  }
  return a.erasures.length === b.erasures.length ? null : 'erasures';
}

/**
 * Some minutes later every device edits what others edited before, its clock set right by a first question: that must
 * stand, whatever clocks said.
 */
function checkLastWriterWins(world: World): void {
  for (const [index, device] of world.devices.entries()) {
    world.nowMs += QUIET_MS;
    device.engine.look();
    ask(world);
    const value = `last ${index}`;
    const fields = Object.fromEntries(FIELDS.map((field) => [field, value]));
    for (let row = 0; row < SHARED; row += 1)
      world.write(device, { kind: 'cells', table: 'notes', uid: `shared:${row}`, fields });
    heal(world);
    for (const { name, disk } of world.devices)
      for (const cell of disk.facts.cells.values())
        if (cell.uid.startsWith('shared:') && cell.value !== value)
          throw new Failure(
            'wrong',
            `${name} shows ${String(cell.value)} after ${device.name} wrote ${value}`,
          );
  }
}
