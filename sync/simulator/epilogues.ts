import { copyFoldState } from '../client/fold/fold-state.ts';
import { check, differenceOf } from './check.ts';
import type { Device } from './device.ts';
import { Failure } from './failure.ts';
import { ask, heal } from './heal.ts';
import { FEW, isDeleted } from './held-deletes.ts';
import type { World } from './world.ts';
import { below, FIELDS, SHARED } from './writes.ts';

const QUIET_MS = 5 * 60_000;
const WEEK = 7 * 86_400_000;

/**
 * Some minutes later every device edits what others edited before, its clock set right by a first question: that must
 * stand, whatever clocks said.
 */
export function lastWriterWins(world: World): void {
  for (const [index, device] of world.devices.entries()) {
    world.nowMs += QUIET_MS;
    device.look();
    ask(world);
    const value = `last ${index}`;
    const fields = Object.fromEntries(FIELDS.map((field) => [field, value]));
    for (let row = 0; row < SHARED; row += 1)
      world.write(device, { kind: 'cells', table: 'notes', uid: `shared:${row}`, fields });
    ask(world);
    for (const other of world.devices) other.look();
    ask(world);
    if (world.devices.some(({ disk: { record } }) => record.paused !== null)) heal(world);
    for (const { name, disk } of world.devices)
      for (let row = 0; row < SHARED; row += 1)
        for (const field of FIELDS) {
          const shown = disk.facts.cells.get(`shared:${row}/${field}`)?.value;
          if (shown !== value)
            throw new Failure('wrong', `${name} shows ${String(shown)} after ${device.name} wrote ${value}`);
        }
  }
}

/**
 * A row of one device changes by itself, and its digest with it or not. After one weekly comparison everybody holds again
 * what everybody held.
 */
export function damageIsHealed(world: World): void {
  const { random, devices } = world;
  const device = devices[below(random, devices.length)]!;
  const before = copyFoldState(device.disk.facts);
  if (device.disk.digest('counted') === null) return;
  world.isDamaged = true;
  if (!device.disk.damage(random.unit(), random.unit() < 0.5)) return;
  world.nowMs += WEEK;
  const first = below(random, devices.length);
  for (let turn = 0; turn < devices.length; turn += 1) {
    devices[(first + turn) % devices.length]!.engine.compare();
    heal(world);
  }
  for (const { name, disk } of devices) {
    const difference = differenceOf(before, disk.facts);
    if (difference !== null) throw new Failure('wrong', `${name} is not healed: ${difference}`);
  }
  world.isDamaged = false;
}

/** One device deletes everything it sees. The others see most of it until somebody agrees, or takes it back. */
export function deletionsAreHeld(world: World): void {
  const { random, devices } = world;
  const deleter = devices[below(random, devices.length)]!;
  const seen = new Map(devices.map((device) => [device, visibleOn(device)]));
  for (const uid of visibleOn(deleter))
    world.write(deleter, { kind: 'cells', table: 'notes', uid, fields: { deleted: true } });
  heal(world);
  check(world);
  for (const [device, before] of seen) {
    if (device === deleter) continue;
    const after = visibleOn(device);
    const gone = [...before].filter((uid) => !after.has(uid)).length;
    // At most so many can have stood when the day began.
    const rows = new Set([...device.disk.view().cells.values()].map(({ uid }) => uid)).size;
    if (gone > Math.max(FEW.rows, FEW.share * rows))
      throw new Failure(
        'wrong',
        `${gone} of ${before.size} rows are gone on ${device.name}, and nobody was asked`,
      );
  }
  const asked = devices.find(({ disk }) => disk.held.uids.size > 0);
  if (asked === undefined) return;
  const uids = [...asked.disk.held.uids];
  const agrees = random.unit() < 0.5;
  if (agrees) asked.disk.held.confirm();
  else
    for (const uid of uids)
      world.write(asked, { kind: 'cells', table: 'notes', uid, fields: { deleted: false } });
  heal(world);
  check(world);
  for (const { name, disk } of agrees ? [asked] : devices)
    for (const uid of uids)
      if (isDeleted(disk.facts, uid) !== agrees || disk.held.uids.has(uid))
        throw new Failure('wrong', `${name}: the deletion of ${uid} is not what ${asked.name} said`);
}

function visibleOn({ disk }: Device): Set<string> {
  return disk.held.visible(disk.view());
}

/** The server keeps segments only from a snapshot in the epoch on: who was away for longer joins again, with what they wrote. */
export function staleDeviceJoins(world: World): void {
  const { random, devices } = world;
  const away = devices[below(random, devices.length)]!;
  const others = devices.filter((device) => device !== away);
  away.isOnline = false;
  for (const device of others) for (let write = 0; write < 3; write += 1) world.write(device);
  for (let round = 0; round < 3; round += 1) {
    for (const device of others) device.look();
    ask(world);
  }
  const keeper = others[0]!;
  keeper.queued = keeper.engine.compact();
  ask(world);
  const floor = world.server.segments.length === 0;
  world.write(away);
  world.write(keeper);
  away.isOnline = true;
  heal(world);
  check(world);
  if (!floor) return;
  // Whoever stayed needed no new epoch for it.
  if (away.disk.record.epoch !== keeper.disk.record.epoch) throw new Failure('wrong', 'two epochs at rest');
}

/** Every program is updated: what some could not read is read everywhere. */
export function allAreUpdated(world: World): void {
  for (const device of world.devices) if (device.disk.version < 2) device.updateProgram();
  for (const { name, disk } of world.devices)
    for (const { op } of disk.facts.unknown.values())
      if (op.body.kind === 'unknown' && op.body.name.startsWith('vote:'))
        throw new Failure('wrong', `${name} does not read ${op.body.name}`);
}

/** Where a row was damaged on the way here, the weekly comparison finds it. */
export function allAreCompared(world: World): void {
  if (!world.isDamaged) return;
  world.nowMs += WEEK;
  for (const device of world.devices) {
    device.engine.compare();
    heal(world);
  }
  world.isDamaged = false;
}
