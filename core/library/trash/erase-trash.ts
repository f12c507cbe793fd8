import Database from 'better-sqlite3';
import { enqueueKeys } from '../../store/derivations.ts';
import { statement, type StatementDef } from '../../store/statements.ts';
import type { Store } from '../../store/store.ts';
import type { WriteTransaction } from '../../store/write-transaction.ts';
import { trashDays } from './trash-rows.ts';

type Asked = { before: number; limit: number };
type Found = { id: number };
type One = StatementDef<{ id: number }, never>;
const one = (name: string, sql: string): One => statement<{ id: number }>(`trash.${name}`, sql);

/**
 * What of a removed row must stay (its reviews are facts, and other rows name it) stays as a shell: without content, in
 * the trash since the moment after it was made. An import of the same thing fills it again, and its history is whole.
 */
const shellStamp = 'created_at + 1';
const ripe = 'x.deleted_at <= @before AND x.deleted_at > x.created_at + 1';
/** A note goes with the last of its cards. */
const withoutLiveCard = 'NOT EXISTS (SELECT 1 FROM cards c WHERE c.note_id = x.id AND c.deleted_at IS NULL)';

/** The rows of a table that may go; and of some of them those that still may, where somebody could have brought one back. */
type Ripening = {
  rows: StatementDef<Asked, Found>;
  still: StatementDef<{ ids: string; before: number }, Found>;
};
const ripening = (
  table: string,
  { name, index, also, order }: { name?: string; index?: string; also?: string; order: 'ASC' | 'DESC' },
): Ripening => {
  const condition = `x.deleted_at IS NOT NULL AND ${ripe}${also === undefined ? '' : ` AND ${also}`}`;
  return {
    rows: statement(
      name ?? `trash.ripe.${table}`,
      `SELECT x.id FROM ${table} x ${index === undefined ? '' : `INDEXED BY ${index}`} WHERE ${condition}
       ORDER BY x.id ${order} LIMIT @limit`,
    ),
    still: statement(
      `trash.still.${table}`,
      `SELECT x.id FROM json_each(@ids) i JOIN ${table} x ON x.id = i.value WHERE ${condition}`,
    ),
  };
};

const cardsOf = statement<{ note: number }, Found>(
  'trash.cardsOfErased',
  'SELECT id FROM cards WHERE note_id = @note',
);

const erasing = {
  cardObjectives: one('dropCardObjectives', 'DELETE FROM objective_cards WHERE card_id = @id'),
  cardState: one('dropCardState', 'DELETE FROM card_states WHERE card_id = @id'),
  card: one('dropCard', 'DELETE FROM cards WHERE id = @id'),
  cardShell: one('cardShell', `UPDATE cards SET deleted_at = ${shellStamp} WHERE id = @id`),
  noteTags: one('dropNoteTags', 'DELETE FROM note_tags WHERE note_id = @id'),
  note: one('dropNote', 'DELETE FROM notes WHERE id = @id'),
  // Older than any package: whichever comes again brings its content.
  noteShell: one(
    'noteShell',
    `UPDATE notes SET fields = '[""]', source_modified_at = NULL, deleted_at = ${shellStamp} WHERE id = @id`,
  ),
};

const hanging: Readonly<
  Record<'exams' | 'learning_objectives' | 'lectures' | 'courses' | 'course_presets', readonly One[]>
> = {
  exams: [one('dropExamObjectives', 'DELETE FROM exam_objectives WHERE exam_id = @id')],
  learning_objectives: [
    one(
      'dropPrerequisites',
      'DELETE FROM objective_prerequisites WHERE objective_id = @id OR prerequisite_id = @id',
    ),
    one('dropObjectiveRules', 'DELETE FROM objective_rules WHERE objective_id = @id'),
    one('dropObjectiveCards', 'DELETE FROM objective_cards WHERE objective_id = @id'),
  ],
  lectures: [one('dropLectureRules', 'DELETE FROM objective_rules WHERE lecture_id = @id')],
  courses: [],
  course_presets: [],
};

/** Places go last, from the innermost; what hangs on them alone goes before. */
const places = (['exams', 'learning_objectives', 'lectures', 'courses', 'course_presets'] as const).map(
  (table) => ({
    table,
    ...ripening(table, { order: 'DESC' }),
    drop: one(`drop.${table}`, `DELETE FROM ${table} WHERE id = @id`),
    shell: one(`shell.${table}`, `UPDATE ${table} SET deleted_at = ${shellStamp} WHERE id = @id`),
  }),
);

const forgetUndo = statement('trash.forgetUndo', 'DELETE FROM undo_log');

/**
 * What a step of history could bring back without its content, once that is erased: whatever was taken back, and whatever
 * was done up to the instant before which things are erased, since a command is no later than the stamp it gives. No hole
 * is left in what can be undone.
 */
const forgetReach = statement<{ before: number }>(
  'trash.forgetReach',
  'DELETE FROM undo_log WHERE undone = 1 OR id <= (SELECT max(id) FROM undo_log WHERE at <= @before)',
);

/** Whether a row could be removed: not while a fact names it. */
const tryDrop = (tx: WriteTransaction, drop: One, id: number): boolean => {
  try {
    tx.run(drop, { id });
    return true;
  } catch (error) {
    // SQLite takes back the statement, not the transaction.
    if (error instanceof Database.SqliteError && error.code === 'SQLITE_CONSTRAINT_FOREIGNKEY') return false;
    throw error;
  }
};

const eraseCard = (tx: WriteTransaction, id: number): void => {
  tx.run(erasing.cardObjectives, { id });
  tx.run(erasing.cardState, { id });
  if (tryDrop(tx, erasing.card, id)) return;
  tx.run(erasing.cardShell, { id });
  enqueueKeys(tx, 'card_states', [id]);
};

const eraseNote = (tx: WriteTransaction, id: number): void => {
  for (const card of tx.all(cardsOf, { note: id })) eraseCard(tx, card.id);
  tx.run(erasing.noteTags, { id });
  if (!tryDrop(tx, erasing.note, id)) tx.run(erasing.noteShell, { id });
};

const perSlice = 100;

type Part = Ripening & { erase(tx: WriteTransaction, id: number): void };

const parts: readonly Part[] = [
  {
    ...ripening('notes', {
      name: 'trash.ripeNotes',
      index: 'notes_trash',
      also: withoutLiveCard,
      order: 'ASC',
    }),
    erase: eraseNote,
  },
  { ...ripening('cards', { name: 'trash.ripeCards', index: 'cards_trash', order: 'ASC' }), erase: eraseCard },
  ...places.map(({ table, rows, still, drop, shell }): Part => ({
    rows,
    still,
    erase: (tx, id) => {
      for (const def of hanging[table]) tx.run(def, { id });
      if (!tryDrop(tx, drop, id)) tx.run(shell, { id });
    },
  })),
];

/** Whether something has lain in the trash for 30 days. */
export const isTrashRipe = (store: Store): boolean => {
  const before = store.clock.now() - trashDays * 86_400_000;
  return parts.some(({ rows }) => store.all(rows, { before, limit: 1 }).length > 0);
};

/**
 * Erases what was put away before an instant, in short writes between answers. A crash leaves the rest in the trash.
 * `forgets`: what was done so far cannot be undone any more, because it may be about what is erased.
 */
export const eraseTrash = async (
  store: Store,
  before: number,
  forgets: boolean,
  onProgress: (step: string, done: number, total: number) => void,
  signal: AbortSignal,
): Promise<{ erased: number }> => {
  let erased = 0;
  if (forgets) {
    await store.write(
      'trash.erase',
      (tx) => {
        tx.run(forgetUndo, {});
        tx.changed('undo_log');
      },
      { noUndo: true },
    );
  }
  for (const { rows, still, erase } of parts) {
    const found = store.all(rows, { before, limit: Number.MAX_SAFE_INTEGER });
    for (let start = 0; start < found.length; start += perSlice) {
      signal.throwIfAborted();
      const slice = found.slice(start, start + perSlice);
      await store.write(
        'trash.erase',
        (tx) => {
          const ids = JSON.stringify(slice.map(({ id }) => id));
          const ripe = tx.all(still, { ids, before });
          // In this same write: between two of them a person may restore something and take that back again.
          if (ripe.length > 0) tx.run(forgetReach, { before });
          for (const { id } of ripe) erase(tx, id);
          erased += ripe.length;
          tx.changed(
            'undo_log',
            'notes',
            'cards',
            'courses',
            'lectures',
            'learning_objectives',
            'course_presets',
            'exams',
          );
        },
        { noUndo: true },
      );
      onProgress('erase', erased, 0);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  return { erased };
};
