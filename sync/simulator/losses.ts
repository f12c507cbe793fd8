import type { FoldState } from '../client/fold/fold-state.ts';
import type { Op } from '../protocol/op.ts';
import type { World } from './world.ts';

/** Something that was written is nowhere any more. */
export class Lost extends Error {}

/** What a write can be told by wherever it is: the row of a log, the name of what this version does not know. */
function nameOf({ body }: Op): string | null {
  return body.kind === 'event' ? body.uid : body.kind === 'unknown' ? body.name : null;
}

/** Names of what a state holds. */
export function heldBy(state: FoldState, into: Set<string>): void {
  for (const uid of state.events.keys()) into.add(uid);
  for (const kept of [state.waiting, state.unknown, state.quarantined])
    for (const { op } of kept.values()) {
      const name = nameOf(op);
      if (name !== null) into.add(name);
    }
}

function existing(world: World): { ids: Set<string>; erasures: FoldState['erasures'] } {
  const ids = new Set<string>();
  const erasures: FoldState['erasures'] = [];
  const states = world.devices.map((device) => device.disk.view());
  if (world.server.state !== null) states.push(world.server.state);
  for (const state of states) {
    heldBy(state, ids);
    erasures.push(...state.erasures);
  }
  for (const { body } of world.server.segments)
    for (const op of body) {
      const name = nameOf(op);
      if (name !== null) ids.add(name);
    }
  return { ids, erasures };
}

/** @throws Lost where something that was written and that nobody took away is nowhere */
export function checkNothingLost(
  world: World,
  ids: ReadonlySet<string>,
  erasures: FoldState['erasures'],
): void {
  for (const [id, op] of world.created) {
    const name = nameOf(op);
    if (name === null || ids.has(name)) continue;
    const { body } = op;
    const isErased = 'table' in body && erasures.some(({ tables }) => tables.includes(body.table));
    if (!isErased) throw new Lost(`op ${id} (${body.kind}) is nowhere`);
  }
}

/** Does something that may take the only copy of something away: from then on nobody is asked for it. */
export function settleLosses(world: World, act: () => void): void {
  const before = existing(world);
  checkNothingLost(world, before.ids, before.erasures);
  act();
  const after = existing(world);
  for (const [id, op] of world.created) if (!after.ids.has(nameOf(op) ?? '')) world.created.delete(id);
}
