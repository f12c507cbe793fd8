import type { OutputOf } from '../rpc/contract.ts';
import type { StoreReader } from '../store/reader.ts';
import { statement } from '../store/statements.ts';
import { uidToHex } from '../store/uid.ts';
import type { libraryContract } from './contract.ts';
import { depthFirst, inOrder } from './order-of-places.ts';

type Tree = OutputOf<typeof libraryContract, 'library.tree'>;
type Course = Tree['courses'][number];
type Lecture = Course['lectures'][number];
type Counts = Lecture['counts'];

const courses = statement<
  Record<string, never>,
  { id: number; uid: Uint8Array; title: string; description: string; source: string | null }
>(
  'library.courses',
  'SELECT id, uid, title, description, source FROM courses WHERE deleted_at IS NULL ORDER BY position, id',
);
type LectureRow = {
  id: number;
  uid: Uint8Array;
  course_id: number;
  parent_id: number | null;
  title: string;
  source: string | null;
  parent: Uint8Array | null;
};
const lectures = statement<Record<string, never>, LectureRow>(
  'library.lectures',
  `SELECT l.id, l.uid, l.course_id, l.parent_id, l.title, l.source, p.uid AS parent FROM lectures l LEFT JOIN lectures p ON p.id = l.parent_id
   WHERE l.deleted_at IS NULL ORDER BY l.position, l.id`,
);
const objectives = statement<
  Record<string, never>,
  { id: number; uid: Uint8Array; lecture_id: number; title: string }
>(
  'library.objectives',
  'SELECT id, uid, lecture_id, title FROM learning_objectives WHERE deleted_at IS NULL ORDER BY position, id',
);
const prerequisites = statement<Record<string, never>, { objective_id: number; uid: Uint8Array }>(
  'library.prerequisites',
  `SELECT p.objective_id, o.uid FROM objective_prerequisites p JOIN learning_objectives o ON o.id = p.prerequisite_id
   WHERE o.deleted_at IS NULL`,
);
const countsByLecture = statement<Record<string, never>, { lecture_id: number; queue: number; n: number }>(
  'library.countsByLecture',
  'SELECT lecture_id, queue, count(*) AS n FROM card_states GROUP BY lecture_id, queue',
);
const deletedByLecture = statement<Record<string, never>, { lecture_id: number; n: number }>(
  'library.deletedByLecture',
  'SELECT lecture_id, count(*) AS n FROM cards WHERE deleted_at IS NOT NULL GROUP BY lecture_id',
);

const noCards: Counts = { total: 0, fresh: 0, learning: 0, review: 0, inactive: 0, due: 0 };

const countCards = (reader: StoreReader, due: ReadonlyMap<number, number>): Map<number, Counts> => {
  const byLecture = new Map<number, Counts>();
  for (const { lecture_id, queue, n } of reader.all(countsByLecture, {})) {
    const counts = byLecture.get(lecture_id) ?? { ...noCards, due: due.get(lecture_id) ?? 0 };
    counts.total += n;
    if (queue === -1) counts.inactive += n;
    else if (queue === 0) counts.fresh += n;
    else if (queue === 1) counts.learning += n;
    else counts.review += n;
    byLecture.set(lecture_id, counts);
  }
  // A card in the trash still has a state; it is no card of the lecture any more.
  for (const { lecture_id, n } of reader.all(deletedByLecture, {})) {
    const counts = byLecture.get(lecture_id);
    if (counts !== undefined)
      byLecture.set(lecture_id, { ...counts, total: counts.total - n, inactive: counts.inactive - n });
  }
  return byLecture;
};

const grouped = <T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> => Map.groupBy(items, keyOf);

/**
 * Courses with their lectures, each before what is nested in it, objectives and card counts.
 * @param due how many cards of each lecture come today, as those say who plan the day
 */
export const tree = (reader: StoreReader, due: ReadonlyMap<number, number>): Tree => {
  const counts = countCards(reader, due);
  const requires = grouped(reader.all(prerequisites, {}), (row) => row.objective_id);
  const objectivesOf = grouped(reader.all(objectives, {}), (row) => row.lecture_id);
  const lecturesOf = grouped(inOrder(reader.all(lectures, {})), (row) => row.course_id);
  return {
    courses: inOrder(reader.all(courses, {})).map((course) => ({
      uid: uidToHex(course.uid),
      title: course.title,
      description: course.description,
      lectures: depthFirst(lecturesOf.get(course.id) ?? []).map((lecture) => ({
        uid: uidToHex(lecture.uid),
        title: lecture.title,
        parent: lecture.parent === null ? null : uidToHex(lecture.parent),
        objectives: (objectivesOf.get(lecture.id) ?? []).map((objective) => ({
          uid: uidToHex(objective.uid),
          title: objective.title,
          prerequisites: (requires.get(objective.id) ?? []).map((row) => uidToHex(row.uid)),
        })),
        counts: counts.get(lecture.id) ?? noCards,
      })),
    })),
  };
};
