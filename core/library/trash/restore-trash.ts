import type { ParsedInputOf } from '../../rpc/contract.ts';
import type { Outcome } from '../../rpc/changes.ts';
import { RpcError } from '../../rpc/errors.ts';
import { statement } from '../../store/statements.ts';
import type { Store } from '../../store/store.ts';
import { uidFromHex } from '../../store/uid.ts';
import type { Undoer } from '../../store/undo.ts';
import type { WriteTransaction } from '../../store/write-transaction.ts';
import { removeUndoer } from '../remove.ts';
import { typeHasCard } from '../type-has-card.ts';
import type { trashContract, TrashKind } from './contract.ts';

type Item = ParsedInputOf<typeof trashContract, 'trash.restore'>['items'][number];
type Found = { id: number; title: string; deleted_at: number };

/** A card `c` that the type its note has now can have. One that a change of type put away waits for that type. */
const hasTemplate = `EXISTS (SELECT 1 FROM notes tn JOIN note_types tt ON tt.id = tn.note_type_id
  WHERE tn.id = c.note_id AND ${typeHasCard('tt', 'c.ordinal')})`;

/** A row of the trash whose place is not in the trash itself. */
const found: Readonly<Record<TrashKind, ReturnType<typeof statement<{ uid: Uint8Array }, Found>>>> = {
  course: statement(
    'trash.courseByUid',
    'SELECT id, title, deleted_at FROM courses WHERE uid = @uid AND deleted_at > created_at + 1',
  ),
  lecture: statement(
    'trash.lectureByUid',
    `SELECT l.id, l.title, l.deleted_at FROM lectures l JOIN courses c ON c.id = l.course_id AND c.deleted_at IS NULL
       LEFT JOIN lectures p ON p.id = l.parent_id
     WHERE l.uid = @uid AND l.deleted_at > l.created_at + 1 AND p.deleted_at IS NULL`,
  ),
  note: statement(
    'trash.noteByUid',
    `SELECT n.id, '' AS title, n.deleted_at FROM notes n WHERE n.uid = @uid AND n.deleted_at > n.created_at + 1
       AND EXISTS (SELECT 1 FROM cards c JOIN lectures l ON l.id = c.lecture_id WHERE c.note_id = n.id AND l.deleted_at IS NULL)`,
  ),
  card: statement(
    'trash.cardByUid',
    `SELECT c.id, '' AS title, c.deleted_at FROM cards c JOIN notes n ON n.id = c.note_id AND n.deleted_at IS NULL
       JOIN lectures l ON l.id = c.lecture_id AND l.deleted_at IS NULL
     WHERE c.uid = @uid AND c.deleted_at > c.created_at + 1 AND ${hasTemplate}`,
  ),
  exam: statement(
    'trash.examByUid',
    `SELECT x.id, x.title, x.deleted_at FROM exams x JOIN courses c ON c.id = x.course_id AND c.deleted_at IS NULL
     WHERE x.uid = @uid AND x.deleted_at > x.created_at + 1`,
  ),
  preset: statement(
    'trash.presetByUid',
    'SELECT id, name AS title, deleted_at FROM course_presets WHERE uid = @uid AND deleted_at > created_at + 1',
  ),
};
const lecturesOf = {
  course: statement<{ id: number }, { id: number }>(
    'trash.lecturesOfCourse',
    'SELECT id FROM lectures WHERE course_id = @id',
  ),
  lecture: statement<{ id: number }, { id: number }>(
    'trash.lecturesUnder',
    `WITH RECURSIVE nested (id) AS (SELECT @id UNION SELECT l.id FROM lectures l JOIN nested n ON l.parent_id = n.id)
     SELECT id FROM nested`,
  ),
};
const cardsThatWent = statement<{ lectures: string; stamp: number }, { n: number }>(
  'trash.cardsThatWent',
  `SELECT count(*) AS n FROM cards WHERE lecture_id IN (SELECT value FROM json_each(@lectures))
     AND deleted_at = max(@stamp, created_at + 1)`,
);
/** The cards that a note took with it went in the same write, or a moment later where they were made in it. */
const cardsOfNote = statement<{ note: number; stamp: number }, { id: number }>(
  'trash.cardsOfNote',
  `SELECT id FROM cards WHERE note_id = @note AND deleted_at > created_at + 1 AND deleted_at BETWEEN @stamp AND @stamp + 1`,
);

/** Of the cards that went with a place, those whose note stayed and has had another type since, without such a card. */
const cardsOutlived = statement<{ lectures: string; stamp: number }, { id: number; deleted_at: number }>(
  'trash.cardsOutlived',
  `SELECT c.id, c.deleted_at FROM cards c JOIN notes n ON n.id = c.note_id AND n.deleted_at IS NULL
   WHERE c.lecture_id IN (SELECT value FROM json_each(@lectures)) AND c.deleted_at = max(@stamp, c.created_at + 1)
     AND NOT ${hasTemplate}`,
);

/**
 * A place with everything that went with it: the way of undoing its removal, done as a command of its own. Cards that
 * cannot come get another stamp before, which leaves them in the trash.
 */
const restorePlace = (tx: WriteTransaction, kind: 'course' | 'lecture', row: Found): number => {
  const lectures = JSON.stringify(tx.all(lecturesOf[kind], { id: row.id }).map(({ id }) => id));
  for (const { id, deleted_at } of tx.all(cardsOutlived, { lectures, stamp: row.deleted_at }))
    tx.updateRow('cards', { id }, { deleted_at: Math.max(tx.now, deleted_at + 1) });
  const data = { lectures, course: kind === 'course' ? row.id : null, stamp: row.deleted_at };
  const cards = tx.get(cardsThatWent, { lectures, stamp: row.deleted_at })?.n ?? 0;
  removeUndoer.undo(tx, data);
  tx.steps.push({ kind: 'bulk', name: 'trash.restore', data });
  return cards;
};

export const restoreUndoer: Undoer = { undo: removeUndoer.redo, redo: removeUndoer.undo };

const restoreOne = (tx: WriteTransaction, { kind, uid }: Item): { title: string; cards: number } => {
  const row = tx.get(found[kind], { uid: uidFromHex(uid) });
  if (row === undefined) throw new RpcError('conflict', { [kind]: uid });
  const { id, title } = row;
  if (kind === 'course' || kind === 'lecture') return { title, cards: restorePlace(tx, kind, row) };
  if (kind === 'preset' || kind === 'exam') {
    tx.updateRow(kind === 'preset' ? 'course_presets' : 'exams', { id }, { deleted_at: null });
    return { title, cards: 0 };
  }
  if (kind === 'card') {
    tx.updateRow('cards', { id }, { deleted_at: null });
    return { title, cards: 1 };
  }
  tx.updateRow('notes', { id }, { deleted_at: null });
  const cards = tx.all(cardsOfNote, { note: id, stamp: row.deleted_at });
  for (const card of cards) tx.updateRow('cards', { id: card.id }, { deleted_at: null });
  return { title, cards: cards.length };
};

/** Brings things back from the trash, all or none. Throws `conflict` for one that is not there, or whose place is not. */
export const restoreTrash = async (
  store: Store,
  items: readonly Item[],
): Promise<Outcome<{ items: number; cards: number }>> => {
  const [only] = items.length === 1 ? items : [];
  const subject = only && store.get(found[only.kind], { uid: uidFromHex(only.uid) })?.title;
  return store.write(
    'trash.restore',
    (tx) => {
      const restored = items.map((item) => restoreOne(tx, item));
      return { items: restored.length, cards: restored.reduce((sum, { cards }) => sum + cards, 0) };
    },
    subject === undefined ? {} : { subject },
  );
};
