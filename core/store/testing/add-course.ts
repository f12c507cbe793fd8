import type { Store } from '../store.ts';
import type { WriteTransaction } from '../write-transaction.ts';

export type AddedCourse = {
  course: number;
  lecture: number;
  noteType: number;
  cards: number[];
  notes: number[];
};

const noteTypeOf = (tx: WriteTransaction, uid: () => Uint8Array): number => {
  const id = tx.insertRow('note_types', { uid: uid(), name: 'Basic', kind: 'standard', css: '' });
  for (const [ordinal, name] of ['Front', 'Back'].entries()) {
    tx.insertRow('note_fields', { uid: uid(), note_type_id: id, ordinal, name });
  }
  const template = { question_format: '{{Front}}', answer_format: '{{Back}}' };
  tx.insertRow('card_templates', { uid: uid(), note_type_id: id, ordinal: 0, name: 'Card 1', ...template });
  return id;
};

/** A course of one lecture with `cards` new cards, made in one write that cannot be undone. */
export const addCourse = async (store: Store, title: string, cards: number): Promise<AddedCourse> => {
  const uid = (): Uint8Array => store.ids.uid();
  const { output } = await store.write(
    'test.addCourse',
    (tx): AddedCourse => {
      const course = tx.insertRow('courses', { uid: uid(), title, position: 1 });
      const lecture = tx.insertRow('lectures', {
        uid: uid(),
        course_id: course,
        parent_id: null,
        title,
        position: 1,
      });
      const noteType = noteTypeOf(tx, uid);
      const added: AddedCourse = { course, lecture, noteType, cards: [], notes: [] };
      for (let n = 0; n < cards; n += 1) {
        const fields = JSON.stringify([`${title} question ${n}`, `answer ${n}`]);
        const note = tx.insertRow('notes', { uid: uid(), note_type_id: noteType, fields });
        added.notes.push(note);
        added.cards.push(
          tx.insertRow('cards', { uid: uid(), note_id: note, ordinal: 0, lecture_id: lecture, position: n }),
        );
      }
      return added;
    },
    { noUndo: true },
  );
  return output;
};
