import type { Outcome } from '../../rpc/changes.ts';
import { RpcError } from '../../rpc/errors.ts';
import { statement } from '../../store/statements.ts';
import type { Store } from '../../store/store.ts';
import { uidFromHex, uidToHex } from '../../store/uid.ts';
import { placeOf } from '../rename.ts';

const lastCourse = statement<Record<string, never>, { position: number | null }>(
  'notes.lastCourse',
  'SELECT max(position) AS position FROM courses',
);
const lastLecture = statement<{ course: number }, { position: number | null }>(
  'notes.lastLecture',
  'SELECT max(position) AS position FROM lectures WHERE course_id = @course',
);
const lectureIn = statement<{ uid: Uint8Array; course: number }, { id: number }>(
  'notes.lectureIn',
  'SELECT id FROM lectures WHERE uid = @uid AND course_id = @course AND deleted_at IS NULL',
);

/** A course with one lecture of its own name, which stands for the course itself: there is a place for cards at once. */
export const addCourse = (
  store: Store,
  title: string,
): Promise<Outcome<{ course: string; lecture: string }>> =>
  store.write(
    'notes.addCourse',
    (tx) => {
      const course = store.ids.uid();
      const lecture = store.ids.uid();
      const position = (tx.get(lastCourse, {})?.position ?? 0) + 1;
      const id = tx.insertRow('courses', { uid: course, title, position });
      tx.insertRow('lectures', { uid: lecture, course_id: id, parent_id: null, title, position: 1 });
      return { course: uidToHex(course), lecture: uidToHex(lecture) };
    },
    { subject: title },
  );

type NewLecture = { course: string; parent?: string | undefined; title: string };

/** A lecture in a course, or nested in another lecture of it. Throws `not_found`. */
export const addLecture = (
  store: Store,
  { course, parent, title }: NewLecture,
): Promise<Outcome<{ lecture: string }>> =>
  store.write(
    'notes.addLecture',
    (tx) => {
      const { id } = placeOf(tx, { kind: 'course', uid: course });
      const above = parent === undefined ? null : tx.get(lectureIn, { uid: uidFromHex(parent), course: id });
      if (above === undefined) throw new RpcError('not_found', { lecture: parent ?? '' });
      const lecture = store.ids.uid();
      const position = (tx.get(lastLecture, { course: id })?.position ?? 0) + 1;
      tx.insertRow('lectures', {
        uid: lecture,
        course_id: id,
        parent_id: above?.id ?? null,
        title,
        position,
      });
      return { lecture: uidToHex(lecture) };
    },
    { subject: title },
  );
