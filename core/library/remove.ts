import type { Outcome } from '../rpc/changes.ts';
import { enqueueKeys } from '../store/derivations.ts';
import { statement } from '../store/statements.ts';
import type { Store } from '../store/store.ts';
import type { Row } from '../store/undo-steps.ts';
import type { Undoer } from '../store/undo.ts';
import type { WriteTransaction } from '../store/write-transaction.ts';
import { placeOf, type Place } from './rename.ts';
import { resolveScope } from './scope.ts';

/** The tables of what hangs on lectures, each with the rows meant; `notes` go only when no card of theirs stays. */
const parts = {
  cards: 'lecture_id IN (SELECT value FROM json_each(@lectures))',
  notes: `id IN (SELECT note_id FROM cards WHERE lecture_id IN (SELECT value FROM json_each(@lectures)))
    AND NOT EXISTS (SELECT 1 FROM cards c WHERE c.note_id = notes.id AND c.deleted_at IS NULL)`,
  learning_objectives: 'lecture_id IN (SELECT value FROM json_each(@lectures))',
  lectures: 'id IN (SELECT value FROM json_each(@lectures))',
  courses: 'id = @course',
} as const;
type Part = keyof typeof parts;
const partNames: readonly Part[] = ['cards', 'notes', 'learning_objectives', 'lectures', 'courses'];

type Meant = { lectures: string; course: number | null };
type Stamped = Meant & { stamp: number; now: number };

/**
 * The trash stamp of one removal marks exactly its rows, so that undo brings back those and no others. It lies after the
 * moment in which a row was made: what bears that one was never out of the trash.
 */
const stampOfRow = 'max(@stamp, created_at + 1)';
const perPart = <T>(make: (part: Part) => T): Record<Part, T> => ({
  cards: make('cards'),
  notes: make('notes'),
  learning_objectives: make('learning_objectives'),
  lectures: make('lectures'),
  courses: make('courses'),
});
const putAway = perPart((part) =>
  statement<Stamped>(
    `library.putAway.${part}`,
    `UPDATE ${part} SET deleted_at = ${stampOfRow}, updated_at = @now
     WHERE deleted_at IS NULL AND ${parts[part]}`,
  ),
);
const bringBackWhere = {
  cards: parts.cards,
  notes: 'id IN (SELECT note_id FROM cards WHERE lecture_id IN (SELECT value FROM json_each(@lectures)))',
  learning_objectives: parts.learning_objectives,
  lectures: parts.lectures,
  courses: parts.courses,
} as const;
const bringBack = perPart((part) =>
  statement<Stamped>(
    `library.bringBack.${part}`,
    `UPDATE ${part} SET deleted_at = NULL, updated_at = @now
     WHERE deleted_at = ${stampOfRow} AND ${bringBackWhere[part]}`,
  ),
);
const leaveStudy = statement<{ lectures: string }>(
  'library.leaveStudy',
  'UPDATE card_states SET queue = -1 WHERE lecture_id IN (SELECT value FROM json_each(@lectures))',
);
const cardsMeant = statement<{ lectures: string }, { id: number }>(
  'library.cardsMeant',
  'SELECT id FROM cards WHERE lecture_id IN (SELECT value FROM json_each(@lectures))',
);

const notesMeant = statement<{ lectures: string }, { id: number }>(
  'library.notesMeant',
  'SELECT DISTINCT note_id AS id FROM cards WHERE lecture_id IN (SELECT value FROM json_each(@lectures))',
);

/** Notes that went or came back leave or enter the search index, in slices. */
const refreshSearch = (tx: WriteTransaction, lectures: string): void => {
  enqueueKeys(
    tx,
    'note_search',
    tx.all(notesMeant, { lectures }).map((row) => row.id),
  );
  tx.changed('note_search');
};

const away = (tx: WriteTransaction, meant: Meant, stamp: number): number => {
  let cards = 0;
  for (const part of partNames) {
    const changed = tx.run(putAway[part], { ...meant, stamp, now: tx.now });
    if (part === 'cards') cards = changed;
    tx.changed(part);
  }
  tx.run(leaveStudy, { lectures: meant.lectures });
  refreshSearch(tx, meant.lectures);
  tx.changed('card_states');
  return cards;
};

const meantBy = (data: Row): Meant => ({
  lectures: String(data['lectures']),
  course: data['course'] === null ? null : Number(data['course']),
});

export const removeUndoer: Undoer = {
  undo: (tx, data) => {
    const meant = meantBy(data);
    for (const part of partNames.toReversed()) {
      tx.run(bringBack[part], { ...meant, stamp: Number(data['stamp']), now: tx.now });
      tx.changed(part);
    }
    refreshSearch(tx, meant.lectures);
    enqueueKeys(
      tx,
      'card_states',
      tx.all(cardsMeant, { lectures: meant.lectures }).map((row) => row.id),
    );
    tx.changed('card_states');
  },
  redo: (tx, data) => {
    away(tx, meantBy(data), Number(data['stamp']));
  },
};

/** Puts a course or lecture with everything under it in the trash; reviews stay. One step of undo. */
export const remove = (store: Store, place: Place): Promise<Outcome<{ cards: number }>> => {
  const { title } = placeOf(store, place);
  return store.write(
    'library.remove',
    (tx) => {
      const scope = resolveScope(
        tx,
        place.kind === 'course' ? { course: place.uid } : { lecture: place.uid },
      );
      const meant = { lectures: JSON.stringify(scope.lectures ?? []), course: scope.courseId };
      const stamp = tx.now;
      const cards = away(tx, meant, stamp);
      tx.steps.push({ kind: 'bulk', name: 'library.remove', data: { ...meant, stamp } });
      return { cards };
    },
    { subject: title },
  );
};
