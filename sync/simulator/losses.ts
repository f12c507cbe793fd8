import type { FoldState } from '../client/fold/fold-state.ts';
import type { Op } from '../protocol/op.ts';
import type { World } from './world.ts';
import { namesOf } from './writes.ts';

/** Something that was written is nowhere any more. */
export class Lost extends Error {}

/** What is somewhere, by name, and everything that was erased. */
interface Existing {
  readonly names: Set<string>;
  readonly erasures: FoldState['erasures'];
}

/** Names of what a state holds. */
export function heldBy(world: World, state: FoldState, into: Set<string>): void {
  for (const uid of state.events.keys()) into.add(uid);
  for (const kept of [state.waiting, state.unknown, state.quarantined])
    for (const { op } of kept.values()) enter(world, op, into);
}

/** An op that names a blob is as good as the blob. */
function enter(world: World, op: Op, into: Set<string>): void {
  if (op.body.kind === 'bulk' && !world.hasBlob(op.body.blob)) return;
  for (const { name } of namesOf(op)) into.add(name);
}

function existing(world: World): Existing {
  const names = new Set<string>();
  const erasures: FoldState['erasures'] = [];
  const states = world.server.state === null ? [] : [world.server.state];
  for (const { disk } of world.devices) {
    const parts = disk.parts();
    states.push(...parts.states);
    for (const op of parts.ops) enter(world, op, names);
  }
  for (const state of states) {
    heldBy(world, state, names);
    erasures.push(...state.erasures);
  }
  for (const { body } of world.server.segments) for (const op of body) enter(world, op, names);
  return { names, erasures };
}

/** @throws Lost where something that was written and that nobody took away is nowhere */
export function checkNothingLost(world: World, { names, erasures }: Existing): void {
  for (const [name, table] of world.created) {
    if (names.has(name)) continue;
    const isErased = table !== null && erasures.some(({ tables }) => tables.includes(table));
    if (!isErased) throw new Lost(`${name} is nowhere`);
  }
}

/** Does something that may take the only copy of something away: from then on nobody is asked for it. */
export function settleLosses(world: World, act: () => void): void {
  checkNothingLost(world, existing(world));
  act();
  const { names } = existing(world);
  for (const name of world.created.keys()) if (!names.has(name)) world.created.delete(name);
}
