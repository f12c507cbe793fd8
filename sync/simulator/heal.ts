import type { Device } from './device.ts';
import { Failure } from './failure.ts';
import type { World } from './world.ts';

/** Requests all devices together may need until everything is everywhere. */
const ROUNDS = 400;
const SECOND = 1000;
const HOUR = 3_600_000;

/** The network works again: everybody asks until nobody has anything to ask. */
export function heal(world: World): void {
  // What is still on its way comes late, or never.
  while (world.onTheWire > 0)
    if (world.random.unit() < 0.5) world.lose(0);
    else world.deliver(0);
  world.clearWire();
  world.refusing = null;
  for (const device of world.devices) {
    device.isOnline = true;
    device.isWaiting = false;
    if (device.disk.record.stopped === 'upgrade') device.updateProgram();
  }
  for (let round = 0; round < ROUNDS; round += 1) {
    const { blobMoves } = world;
    for (const device of world.devices) if (round === 0 || !isAtRest(world, device)) device.look();
    ask(world);
    if (world.blobMoves === blobMoves && world.devices.every((device) => isAtRest(world, device))) return;
    if (world.blobMoves > blobMoves) for (const device of world.devices) device.look();
    const isPaused = world.devices.some(({ disk: { record } }) => record.paused !== null);
    world.nowMs += isPaused && round > 2 ? HOUR : SECOND;
  }
  const states = world.devices.map(({ name, disk }) => `${name} ${JSON.stringify(disk.record)}`);
  throw new Failure('stuck', `after ${ROUNDS} rounds, head ${world.server.head}: ${states.join('; ')}`);
}

/** Whether a device has all there is and has said all it has. */
function isAtRest({ server }: World, { disk: { record } }: Device): boolean {
  return (
    record.epoch === server.epoch &&
    record.epoch !== null &&
    record.cursor === server.head &&
    !record.isJoining &&
    !record.mustSeal &&
    record.acked === record.length
  );
}

/** Everybody asks as long as they have anything to ask. */
export function ask(world: World): void {
  for (const device of world.devices) {
    if (device.disk.record.stopped !== null)
      throw new Failure('stuck', `${device.name} stopped: ${device.disk.record.stopped}`);
    for (let requests = 0; world.exchange(device); requests += 1) {
      if (requests > ROUNDS)
        throw new Failure(
          'stuck',
          `${device.name} asks and asks: ${JSON.stringify(device.disk.record)}, head ${world.server.head}`,
        );
      if (device.disk.record.stopped !== null) break;
    }
  }
  if (world.wrongWord !== null) throw new Failure('stuck', world.wrongWord);
}
