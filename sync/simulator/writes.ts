import type { Op, OpBody } from '../protocol/op.ts';
import type { Random } from '#ml/random/random.ts';

/** Draws of a whole number below `n`. */
export function below(random: Random, n: number): number {
  return Math.floor(random.unit() * n);
}

/** What the owner of a device knows of: rows to edit and to refer to. */
export interface KnownRows {
  readonly uids: string[];
}

const nothing = new Uint8Array(0);

/** Rows that every device may make for itself, so that cells meet. */
export const SHARED = 3;
export const FIELDS = ['front', 'back', 'deleted'] as const;

/** An edit of what several devices edit. */
export function drawShared(random: Random, id: string): OpBody {
  const field = FIELDS[below(random, FIELDS.length)]!;
  return { kind: 'cells', table: 'notes', uid: `shared:${below(random, SHARED)}`, fields: { [field]: id } };
}

/**
 * A write somebody makes: a row of their own, an edit of one that several edit, an answer that refers to a row, a thing
 * that the program generates on each device for itself, an undo, something a newer version says, a row that cannot be.
 * @param id of the op, unique in the run
 */
export function drawWrite(random: Random, id: string, known: KnownRows): OpBody {
  const draw = random.unit();
  if (draw < 0.12 || known.uids.length === 0) {
    const uid = `row:${id}`;
    known.uids.push(uid);
    return { kind: 'cells', table: 'notes', uid, fields: { front: id, back: id } };
  }
  if (draw < 0.45) return drawShared(random, id);
  if (draw < 0.55) {
    const uid = known.uids[below(random, known.uids.length)]!;
    return { kind: 'cells', table: 'notes', uid, fields: { front: id, back: id }, needs: [uid] };
  }
  if (draw < 0.82) {
    const uid = known.uids[below(random, known.uids.length)]!;
    return { kind: 'event', table: 'reviews', uid: `event:${id}`, row: { id }, needs: [uid] };
  }
  if (draw < 0.9) {
    const uid = `generated:${below(random, 6)}`;
    return { kind: 'generated', table: 'missions', uid, row: { id } };
  }
  if (draw < 0.96) return { kind: 'unknown', name: id, version: 2, bytes: nothing };
  return { kind: 'event', table: 'poison', uid: `event:${id}`, row: { id } };
}

const TAGS = ['Biology', 'biology ', 'BIOLOGY', 'Chemistry', 'chemistry'];
/** Objectives that devices order. */
const OBJECTIVES = 5;
/** Imports that several devices may make, each the same on all of them. */
const IMPORTS = 3;

/** Equal to a person. */
export function normalName(name: string): string {
  return name.trim().toLowerCase();
}

/**
 * A write of those that only some seeds have: an import, an order between objectives, a tag, a deletion, something that only
 * version 2 of the program writes.
 * @param addBlob keeps the blob of an import and what it says
 */
export function drawExtra(
  random: Random,
  id: string,
  known: KnownRows,
  parts: { readonly version: number; readonly addBlob: (address: string, blob: readonly OpBody[]) => void },
): OpBody {
  const draw = random.unit();
  if (draw < 0.25) {
    const address = `blob:${random.unit() < 0.5 ? below(random, IMPORTS) : id}`;
    const blob = contentOf(address);
    parts.addBlob(address, blob);
    for (const entry of blob) if (entry.kind === 'cells') known.uids.push(entry.uid);
    return { kind: 'bulk', blob: address, bytes: 1, tables: ['notes', 'reviews'], entries: blob.length };
  }
  if (draw < 0.5) {
    const from = below(random, OBJECTIVES);
    const to = (from + 1 + below(random, OBJECTIVES - 1)) % OBJECTIVES;
    const there = random.unit() < 0.85;
    return { kind: 'cells', table: 'edges', uid: `edge:${from}:${to}`, fields: { there } };
  }
  if (draw < 0.65)
    return {
      kind: 'cells',
      table: 'tags',
      uid: `tag:${id}`,
      fields: { name: TAGS[below(random, TAGS.length)]! },
    };
  if (draw < 0.85 && known.uids.length > 0) {
    const uid = known.uids[below(random, known.uids.length)]!;
    return { kind: 'cells', table: 'notes', uid, fields: { deleted: random.unit() < 0.8 } };
  }
  const name = `${parts.version < 2 ? 'later' : 'vote'}:${id}`;
  return { kind: 'unknown', name, version: parts.version + 1, bytes: nothing };
}

/** What an op of version 2 says. */
export function meaningOf(name: string): OpBody | null {
  return name.startsWith('vote:') ? { kind: 'event', table: 'votes', uid: name, row: { id: name } } : null;
}

const ROWS_IN_IMPORT = 2;

/** Notes and their reviews: the same for the same address, as a hash has it. */
export function contentOf(address: string): readonly OpBody[] {
  const entries: OpBody[] = [];
  for (let row = 0; row < ROWS_IN_IMPORT; row += 1) {
    const uid = `row:${address}:${row}`;
    // A review before its note.
    entries.push({ kind: 'event', table: 'reviews', uid: `event:${uid}`, row: { id: uid }, needs: [uid] });
    entries.push({ kind: 'cells', table: 'notes', uid, fields: { front: uid, back: uid } });
  }
  return entries;
}

export function addressOf(blob: readonly OpBody[]): string {
  const last = blob.at(-1);
  return last?.kind === 'cells' ? last.uid.slice('row:'.length, last.uid.lastIndexOf(':')) : '';
}

/** What a write can be told by wherever it is, with its table: a row of a log, the name of what this version does not know. */
export function namesOf({ body }: Pick<Op, 'body'>): { name: string; table: string | null }[] {
  if (body.kind === 'event') return [{ name: body.uid, table: body.table }];
  if (body.kind === 'unknown') return [{ name: body.name, table: null }];
  return body.kind === 'bulk' ? contentOf(body.blob).flatMap((entry) => namesOf({ body: entry })) : [];
}
