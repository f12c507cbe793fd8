import { isErased } from '../client/fold/apply-op.ts';
import type { FoldState } from '../client/fold/fold-state.ts';
import { mergeNames } from '../client/fold/merge-names.ts';
import { resolveEdges, type Edge } from '../client/fold/resolve-edges.ts';
import { compareHlc } from '../protocol/hlc.ts';
import { compareStamps, type Stamp } from '../protocol/stamp.ts';
import { Failure } from './failure.ts';
import { isDeleted } from './held-deletes.ts';
import { checkNothingLost, heldBy } from './losses.ts';
import type { World } from './world.ts';
import { normalName } from './writes.ts';

/** Everybody holds the same, everything that was written, nothing that was erased. */
export function check(world: World): void {
  const [first, ...others] = world.devices.map(({ disk }) => disk);
  for (const { name, disk } of world.devices) {
    const { length, acked } = disk.record;
    if (acked < length) throw new Failure('stuck', `${name}: ${length} written, ${acked} acknowledged`);
  }
  for (const disk of others) {
    const difference = differenceOf(first!.facts, disk.facts);
    if (difference !== null) throw new Failure('diverged', difference);
  }
  const { facts } = first!;
  const names = new Set<string>();
  heldBy(world, facts, names);
  checkNothingLost(world, { names, erasures: facts.erasures });
  for (const { table, uid, stamp } of facts.events.values())
    if (isErased(facts.erasures, table, stamp)) throw new Failure('wrong', `${uid} was erased and is there`);
  for (const { op } of facts.waiting.values())
    if (op.body.kind === 'bulk' && world.hasBlob(op.body.blob))
      throw new Failure('stuck', `${op.body.blob} is there, and its op waits`);
  if (world.hasExtras) checkViews(world);
}

/** What one state has and another has not, or has otherwise; null: they are the same. */
export function differenceOf(a: FoldState, b: FoldState): string | null {
  for (const key of ['cells', 'events', 'generated', 'waiting', 'unknown', 'quarantined'] as const) {
    const [mine, theirs] = [a[key], b[key]];
    if (mine.size !== theirs.size) return `${key}: ${mine.size} and ${theirs.size}`;
    for (const [id, entry] of mine) {
      const other = theirs.get(id);
      if (other === undefined || compareStamps(entry.stamp, other.stamp) !== 0) return `${key}: ${id}`;
      if ('value' in entry && 'value' in other && entry.value !== other.value)
        return `${key}: ${id}, its value`;
    }
  }
  return a.erasures.length === b.erasures.length ? null : 'erasures';
}

/** Orders without cycles, names without doubles, held deletions: from each device's own rows, in the order they came. */
function checkViews(world: World): void {
  const views = world.devices.map(({ name, disk }) => {
    const { kept, dropped } = resolveEdges(edgesOf(disk.facts));
    const order = orderOf(kept);
    if (order === null) throw new Failure('wrong', `${name} has a cycle of objectives`);
    for (const edge of dropped)
      if (orderOf([...kept, edge]) !== null)
        throw new Failure('wrong', `${name} dropped an edge of no cycle`);
    const stands = mergeNames(tagsOf(disk.facts), normalName);
    const nameOf = new Map(tagsOf(disk.facts).map((tag) => [tag.uid, normalName(tag.name)]));
    for (const [uid, of] of stands)
      if (nameOf.get(uid) !== nameOf.get(of)) throw new Failure('wrong', `${name}: ${uid} stands for ${of}`);
    const tags = new Set([...stands.values()].map((uid) => nameOf.get(uid)));
    if (tags.size !== new Set(stands.values()).size) throw new Failure('wrong', `${name} has a tag twice`);
    for (const uid of disk.held.uids)
      if (!isDeleted(disk.facts, uid))
        throw new Failure('wrong', `${name} holds the deletion of ${uid}, which is there`);
    return JSON.stringify([
      kept.map(({ from, to }) => [from, to]),
      [...stands].map(([uid, of]) => `${uid} ${of}`).sort(compareText),
    ]);
  });
  if (new Set(views).size > 1) throw new Failure('diverged', `views: ${views.join(' and ')}`);
}

function edgesOf({ cells }: FoldState): Edge[] {
  const edges: Edge[] = [];
  for (const { table, uid, value, stamp } of cells.values()) {
    if (table !== 'edges' || value !== true) continue;
    const [, from, to] = uid.split(':');
    edges.push({ from: from!, to: to!, stamp });
  }
  return edges;
}

function tagsOf({ cells }: FoldState): { uid: string; name: string; stamp: Stamp }[] {
  const tags = [];
  for (const { table, uid, value, stamp } of cells.values())
    if (table === 'tags') tags.push({ uid, name: String(value), stamp });
  return tags;
}

/** Takes away what nothing comes before until nothing is left; null: there is a cycle. */
function orderOf(edges: readonly Edge[]): string[] | null {
  const order: string[] = [];
  let left = [...edges];
  while (left.length > 0) {
    const later = new Set(left.map(({ to }) => to));
    const first = left.filter(({ from }) => !later.has(from));
    if (first.length === 0) return null;
    order.push(...first.map(({ from }) => from));
    left = left.filter(({ from }) => later.has(from));
  }
  return order;
}

/**
 * Fields must be as the whole history of the server says, read anew: of all that was ever received, each op from when it
 * first came, the last writer of a field. Where the server was restored there is no such history.
 */
export function checkAgainstHistory(world: World): void {
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
      const fields = Object.keys(said.fields);
      for (const field of fields)
        enter(
          `${said.uid}/${field}`,
          { eff, op: fields.length === 1 ? id : `${id}/${field}` },
          said.fields[field],
        );
    }
  const { cells, waiting } = world.devices[0]!.disk.facts;
  for (const [key, { stamp, value }] of winners) {
    // The row itself may have been on one device only, and that one was set back.
    if (waiting.has(stamp.op.split('/')[0]!)) continue;
    const cell = cells.get(key);
    // Entries of imports are not in the history.
    const isNewer = cell !== undefined && cell.stamp.op.includes('.') && compareStamps(cell.stamp, stamp) > 0;
    if (!isNewer && (cell === undefined || compareStamps(cell.stamp, stamp) !== 0))
      throw new Failure(
        'wrong',
        `${key} is ${String(cell?.value)} ${JSON.stringify(cell?.stamp)}, by its history ${String(value)} ${JSON.stringify(stamp)}`,
      );
  }
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
