import type { z } from 'zod';
import { RpcError } from '../rpc/errors.ts';
import type { StoreReader } from '../store/reader.ts';
import { statement } from '../store/statements.ts';
import { uidFromHex, uidToHex } from '../store/uid.ts';
import type { scope as scopeSchema } from './contract.ts';

export type Scope = z.infer<typeof scopeSchema>;

/** A scope with its local keys: `lectures` null means the whole library. */
export type ResolvedScope = {
  courseId: number | null;
  lectureId: number | null;
  lectures: readonly number[] | null;
  title: string;
};

const courseByUid = statement<{ uid: Uint8Array }, { id: number; title: string }>(
  'scope.courseByUid',
  'SELECT id, title FROM courses WHERE uid = @uid AND deleted_at IS NULL',
);
const lectureByUid = statement<{ uid: Uint8Array }, { id: number; title: string; course: string }>(
  'scope.lectureByUid',
  `SELECT l.id, l.title, c.title AS course FROM lectures l JOIN courses c ON c.id = l.course_id
   WHERE l.uid = @uid AND l.deleted_at IS NULL`,
);
const lecturesOfCourse = statement<{ course: number }, { id: number }>(
  'scope.lecturesOfCourse',
  'SELECT id FROM lectures WHERE course_id = @course AND deleted_at IS NULL',
);
const lecturesUnder = statement<{ lecture: number }, { id: number }>(
  'scope.lecturesUnder',
  `WITH RECURSIVE nested (id) AS (
     SELECT @lecture UNION SELECT l.id FROM lectures l JOIN nested n ON l.parent_id = n.id WHERE l.deleted_at IS NULL)
   SELECT id FROM nested`,
);
const uidsOf = statement<
  { course: number | null; lecture: number | null },
  { course: Uint8Array | null; lecture: Uint8Array | null }
>(
  'scope.uids',
  `SELECT (SELECT uid FROM courses WHERE id = @course) AS course, (SELECT uid FROM lectures WHERE id = @lecture) AS lecture`,
);

/** Throws `not_found` for a course or lecture that is not there (any more). */
export const resolveScope = (reader: StoreReader, scope: Scope): ResolvedScope => {
  if (scope.lecture !== undefined) {
    const lecture = reader.get(lectureByUid, { uid: uidFromHex(scope.lecture) });
    if (lecture === undefined) throw new RpcError('not_found', { lecture: scope.lecture });
    const lectures = reader.all(lecturesUnder, { lecture: lecture.id }).map((row) => row.id);
    const title = lecture.title === lecture.course ? lecture.title : `${lecture.course} · ${lecture.title}`;
    return { courseId: null, lectureId: lecture.id, lectures, title };
  }
  if (scope.course !== undefined) {
    const course = reader.get(courseByUid, { uid: uidFromHex(scope.course) });
    if (course === undefined) throw new RpcError('not_found', { course: scope.course });
    const lectures = reader.all(lecturesOfCourse, { course: course.id }).map((row) => row.id);
    return { courseId: course.id, lectureId: null, lectures, title: course.title };
  }
  return { courseId: null, lectureId: null, lectures: null, title: '' };
};

export const scopeOf = (reader: StoreReader, courseId: number | null, lectureId: number | null): Scope => {
  const found = reader.get(uidsOf, { course: courseId, lecture: lectureId });
  return {
    ...(found?.course ? { course: uidToHex(found.course) } : {}),
    ...(found?.lecture ? { lecture: uidToHex(found.lecture) } : {}),
  };
};
