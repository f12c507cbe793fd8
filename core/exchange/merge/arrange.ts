import { statement } from '../../store/statements.ts';
import type { WriteTransaction } from '../../store/write-transaction.ts';

/** A merge step that puts rows of the store in their places, row by row, each with its way back. */
export type ArrangeStep = { readonly arrange: (tx: WriteTransaction, batch: number) => void };

const lecturesOfGoneCourses = statement<Record<string, never>, { id: number; course: number }>(
  'merge.lecturesOfGoneCourses',
  `SELECT l.id, c.id AS course FROM staged.lectures s JOIN lectures l ON l.uid = s.uid
     JOIN courses gone ON gone.id = l.course_id AND gone.deleted_at IS NOT NULL
     JOIN staged.courses sc ON sc.sid = s.course JOIN courses c ON c.uid = sc.uid`,
);
const misplacedLectures = statement<{ batch: number }, { id: number; parent: number }>(
  'merge.misplacedLectures',
  `SELECT l.id, p.id AS parent FROM staged.lectures s JOIN lectures l ON l.uid = s.uid AND l.batch_id = @batch
     JOIN staged.lectures sp ON sp.sid = s.parent JOIN lectures p ON p.uid = sp.uid AND p.course_id = l.course_id
   WHERE l.parent_id IS NOT p.id`,
);
const cardsOfGoneLectures = statement<Record<string, never>, { id: number; lecture: number }>(
  'merge.cardsOfGoneLectures',
  `SELECT c.id, l.id AS lecture FROM staged.card_map m JOIN cards c ON c.id = m.id
     JOIN lectures gone ON gone.id = c.lecture_id AND gone.deleted_at IS NOT NULL
     JOIN staged.cards s ON s.sid = m.sid JOIN staged.lectures sl ON sl.sid = s.lecture JOIN lectures l ON l.uid = sl.uid
   WHERE m.state = 'restored'`,
);

/** Lectures that came back from the trash without their course go to the one the package has them in. */
export const lecturesToCourses: ArrangeStep = {
  arrange: (tx) => {
    for (const { id, course } of tx.all(lecturesOfGoneCourses, {}))
      tx.updateRow('lectures', { id }, { course_id: course, parent_id: null });
  },
};

/** Lectures that this import made or brought back lie in each other as its decks do. */
export const lecturesIntoEachOther: ArrangeStep = {
  arrange: (tx, batch) => {
    for (const { id, parent } of tx.all(misplacedLectures, { batch }))
      tx.updateRow('lectures', { id }, { parent_id: parent });
  },
};

/** Cards that came back without their lecture go to the one the package has them in. */
export const cardsToLectures: ArrangeStep = {
  arrange: (tx) => {
    for (const { id, lecture } of tx.all(cardsOfGoneLectures, {}))
      tx.updateRow('cards', { id }, { lecture_id: lecture });
  },
};
