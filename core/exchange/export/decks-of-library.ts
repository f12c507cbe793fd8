import type { ResolvedScope } from '../../library/scope.ts';
import type { StoreReader } from '../../store/reader.ts';
import { statement } from '../../store/statements.ts';
import { AnkiIds, ankiIdOf, stampOfUid } from './anki-ids.ts';

export type ExportedDeck = {
  id: number;
  /** From the outermost deck to this one. */
  path: string[];
  description: string;
  /** Local key of the nearest preset: in Anki a deck has its own, and none of what it lies in. */
  preset: number | null;
};

type PlaceRow = {
  id: number;
  uid: Uint8Array;
  title: string;
  source: string | null;
  source_id: string | null;
  preset_id: number | null;
};
const courses = statement<Record<string, never>, PlaceRow & { description: string }>(
  'export.courses',
  `SELECT id, uid, title, description, source, source_id, preset_id FROM courses WHERE deleted_at IS NULL
   ORDER BY position, id`,
);
const lectures = statement<Record<string, never>, PlaceRow & { course_id: number; parent_id: number | null }>(
  'export.lectures',
  `SELECT id, uid, title, source, source_id, preset_id, course_id, parent_id FROM lectures WHERE deleted_at IS NULL
   ORDER BY course_id, position, id`,
);

/** Anki keeps levels apart by two colons: a title that has them keeps its words and loses the second colon. */
const levelName = (title: string): string => title.replaceAll('::', ':').trim() || 'blank';

const deckNumber = (row: PlaceRow): number =>
  ankiIdOf(row.source, row.source_id, /^id (\d+)$/) ?? stampOfUid(row.uid);

/**
 * The library as decks: a course is a deck, a lecture one nested in it, and a lecture of its course's own name directly
 * under it is the course itself. What lies outside of the scope is left out, except for what is above it.
 */
export const decksOfLibrary = (
  reader: StoreReader,
  scope: ResolvedScope,
): { decks: ExportedDeck[]; deckOfLecture: Map<number, number> } => {
  const byCourse = new Map(reader.all(courses, {}).map((row) => [row.id, row]));
  const byLecture = new Map(reader.all(lectures, {}).map((row) => [row.id, row]));
  const ids = new AnkiIds([1]);
  const decks = new Map<string, ExportedDeck>();
  const deckOfLecture = new Map<number, number>();

  const add = (path: string[], row: PlaceRow, description: string, above: number | null): ExportedDeck => {
    // Anki takes names that differ in case alone for one.
    const key = path.join('\u001f').toLowerCase();
    let deck = decks.get(key);
    if (deck === undefined) {
      deck = { id: ids.take(deckNumber(row)), path, description, preset: row.preset_id ?? above };
      decks.set(key, deck);
    }
    // Two places of one name are one deck there; the preset of the first that has one holds.
    deck.preset ??= row.preset_id;
    return deck;
  };

  const deckOf = (lecture: number): ExportedDeck | undefined => {
    const row = byLecture.get(lecture);
    const course = row === undefined ? undefined : byCourse.get(row.course_id);
    if (row === undefined || course === undefined) return undefined;
    const root = add([levelName(course.title)], course, course.description, null);
    if (row.parent_id === null && row.title === course.title) {
      root.preset ??= row.preset_id;
      return root;
    }
    const above = row.parent_id === null ? root : (deckOf(row.parent_id) ?? root);
    return add([...above.path, levelName(row.title)], row, '', above.preset);
  };

  for (const lecture of scope.lectures ?? byLecture.keys()) {
    const deck = deckOf(lecture);
    if (deck !== undefined) deckOfLecture.set(lecture, deck.id);
  }
  return { decks: [...decks.values()], deckOfLecture };
};
