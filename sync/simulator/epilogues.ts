import { cellKey, copyFoldState } from '../client/fold/fold-state.ts';
import { check, differenceOf } from './check.ts';
import type { Device } from './device.ts';
import { Failure } from './failure.ts';
import { ask, heal } from './heal.ts';
import { FEW, isDeleted } from './held-deletes.ts';
import type { World } from './world.ts';
import { below, FIELDS, SHARED } from './writes.ts';

const QUIET_MS = 5 * 60_000;
const WEEK = 7 * 86_400_000;
const YEAR = 365 * 86_400_000;
const SHARED_KEYS = Array.from({ length: SHARED }, (_, row) =>
  FIELDS.map((field) => cellKey(`shared:${row}`, field)),
).flat();

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
    for (const other of world.devices) if (other !== device) other.look();
    ask(world);
    if (world.devices.some(({ disk: { record } }) => record.paused !== null)) heal(world);
    for (const { name, disk } of world.devices)
      for (const key of SHARED_KEYS) {
        const shown = disk.facts.cells.get(key)?.value;
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
  if (!world.canCompare) return;
  const { random, devices } = world;
  const device = devices[below(random, devices.length)]!;
  const before = copyFoldState(device.disk.facts);
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
    // A backup may have taken rows away since the day began.
    const stood = Math.max(before.size, device.disk.held.stoodToday);
    if (gone > Math.max(FEW.rows, FEW.share * stood))
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

/**
 * Three copies of a device, two of which know of a write with a wrong clock that was asked to be sent: both send it, under
 * new names, the second after somebody else has written the same field. It counts from when it first came.
 */
export function copiesSendTheSame(world: World): void {
  // They must learn that they are copies before the first has sent it.
  if (!world.canCompare) return;
  const { random, devices } = world;
  const writer = devices[below(random, devices.length)]!;
  if (writer.disk.record.paused !== null) return;
  const third = world.addDevice(writer.disk.copy(), writer);
  writer.skewMs += YEAR;
  world.write(writer, { kind: 'cells', table: 'notes', uid: 'shared:0', fields: { front: 'ahead' } });
  // It is on its way, and lost.
  writer.next();
  const copy = world.addDevice(writer.disk.copy(), writer);
  copy.skewMs = writer.skewMs;
  world.write(third);
  third.skewMs = 0;
  exchange(world, third, 2);
  for (const device of [writer, copy]) {
    device.look();
    exchange(world, device, 1);
    device.queued = device.next();
  }
  exchange(world, writer, 2);
  world.nowMs += QUIET_MS;
  third.look();
  exchange(world, third, 4);
  world.write(third, { kind: 'cells', table: 'notes', uid: 'shared:0', fields: { front: 'later' } });
  exchange(world, third, 2);
  world.nowMs += QUIET_MS;
  heal(world);
  check(world);
  const shown = third.disk.facts.cells.get('shared:0/front')?.value;
  if (shown !== 'later') throw new Failure('wrong', `${String(shown)} counts from when it came again`);
}

function exchange(world: World, device: Device, times: number): void {
  for (let time = 0; time < times; time += 1) world.exchange(device);
}

/** A backup is restored in place while a page is on its way that follows another one: it must not be applied there. */
export function pageOfAnotherFile(world: World): void {
  const { random, devices } = world;
  const device = devices[below(random, devices.length)]!;
  const other = devices.find((one) => one !== device)!;
  const backup = device.disk.copy();
  for (let page = 0; page < 2; page += 1) {
    world.write(other);
    for (const one of [other, device]) one.look();
    exchange(world, other, 4);
    if (page === 0) exchange(world, device, 2);
  }
  const request = device.next();
  device.reopen(backup);
  if (request !== null) device.receive(request, world.answer(device, request), 0);
  heal(world);
  check(world);
}
