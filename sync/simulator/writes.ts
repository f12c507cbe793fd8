import type { OpBody } from '../protocol/op.ts';
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
