import Database from 'better-sqlite3';
import type { StoreReader } from '../../store/reader.ts';
import { readerOf } from '../../store/reader.ts';
import { statement, StatementCache } from '../../store/statements.ts';
import { uidToHex } from '../../store/uid.ts';
import { stagedName } from '../staged/staging-schema.ts';
import { noteTypesOfLibrary } from '../export/note-types-of-library.ts';
import { presetNumbers } from '../export/presets-of-library.ts';

/*
 * A package that was made here comes back, from a phone or from Anki: its notes are known by their GUID, and everything
 * else is found again from there. Where a package's own uid means nothing to the store, the staged row gets the uid of
 * what it is: a card by its note and side, an answer by its card and moment, a deck by its path, a note type and deck
 * options by the number they have in every package.
 */

const cardsOfKnownNotes = statement(
  'recognise.cards',
  `UPDATE staged.cards SET uid = found.uid FROM (
     SELECT sc.sid, c.uid, row_number() OVER (PARTITION BY sc.sid ORDER BY c.deleted_at IS NOT NULL, c.id) AS place
     FROM staged.cards sc JOIN staged.notes sn ON sn.sid = sc.note JOIN notes n ON n.uid = sn.uid
       JOIN cards c ON c.note_id = n.id AND c.ordinal = sc.ordinal AND c.deleted_at IS NOT c.created_at
     WHERE sc.ghost = 0 AND NOT EXISTS (SELECT 1 FROM cards x WHERE x.uid = sc.uid)
   ) AS found WHERE found.sid = staged.cards.sid AND found.place = 1`,
);

/** An answer that was given here has a uid of its own, which no package can say: the card and the moment can. */
const logOf = (log: 'reviews' | 'schedule_changes') =>
  statement(
    `recognise.${log}`,
    `UPDATE OR IGNORE staged.${log} SET uid = found.uid FROM (
       SELECT s.card, s.at, r.uid FROM cards c JOIN staged.cards sc ON sc.uid = c.uid
         JOIN staged.${log} s ON s.card = sc.sid JOIN ${log} r ON r.card_id = c.id AND r.at = s.at
       WHERE r.source IS NOT 'anki' AND r.uid <> s.uid
     ) AS found WHERE found.card = staged.${log}.card AND found.at = staged.${log}.at`,
  );
const reviews = logOf('reviews');
/**
 * Anki's log has one row for a millisecond: where two answers fell into one, the export moved the second on. It is known
 * by what else it says, and goes back to its own moment.
 */
const movedReviews = statement(
  'recognise.movedReviews',
  `UPDATE OR IGNORE staged.reviews SET uid = found.uid, at = found.own FROM (
     SELECT s.card, s.at, r.uid, r.at AS own FROM cards c JOIN staged.cards sc ON sc.uid = c.uid
       JOIN staged.reviews s ON s.card = sc.sid
       JOIN reviews r ON r.card_id = c.id AND r.at BETWEEN s.at - 20 AND s.at - 1
         AND r.rating = s.rating AND r.duration_ms = s.duration_ms AND r.phase IN (s.phase, 0)
     WHERE NOT EXISTS (SELECT 1 FROM reviews x WHERE x.card_id = c.id AND x.at = s.at)
   ) AS found WHERE found.card = staged.reviews.card AND found.at = staged.reviews.at`,
);
const scheduleChanges = logOf('schedule_changes');

type StagedType = { sid: number; source_id: string; known: number; fields: string };
const stagedTypes = statement<Record<string, never>, StagedType>(
  'recognise.noteTypes',
  `SELECT t.sid, t.source_id, EXISTS (SELECT 1 FROM note_types x WHERE x.uid = t.uid) AS known,
     (SELECT json_group_array(name) FROM (SELECT name FROM staged.note_fields WHERE note_type = t.sid ORDER BY ordinal)) AS fields
   FROM staged.note_types t WHERE t.ghost = 0`,
);
const setTypeUid = statement<{ sid: number; uid: Uint8Array }>(
  'recognise.setNoteTypeUid',
  'UPDATE OR IGNORE staged.note_types SET uid = @uid WHERE sid = @sid',
);

const stagedPresets = statement<Record<string, never>, { sid: number }>(
  'recognise.presets',
  'SELECT s.sid FROM staged.presets s WHERE NOT EXISTS (SELECT 1 FROM course_presets x WHERE x.uid = s.uid)',
);
const setPresetUid = statement<{ sid: number; uid: Uint8Array }>(
  'recognise.setPresetUid',
  'UPDATE OR IGNORE staged.presets SET uid = @uid WHERE sid = @sid',
);

const recognisePresets = (staged: StoreReader & Runner): void => {
  const own = new Map(presetNumbers(staged).map(({ id, uid }) => [id, uid]));
  for (const { sid } of staged.all(stagedPresets, {})) {
    const uid = own.get(sid);
    if (uid !== undefined) staged.run(setPresetUid, { sid, uid });
  }
};

const recogniseNoteTypes = (staged: StoreReader & Runner): void => {
  const own = new Map(
    noteTypesOfLibrary(staged).map((type) => [`${type.id} ${JSON.stringify(type.fields)}`, type.uid]),
  );
  for (const type of staged.all(stagedTypes, {})) {
    const uid = type.known === 1 ? undefined : own.get(`${type.source_id} ${type.fields}`);
    if (uid !== undefined) staged.run(setTypeUid, { sid: type.sid, uid });
  }
};

type PlaceRow = { id: number; uid: Uint8Array; title: string; course: number | null; parent: number | null };
const places = {
  staged: {
    courses: statement<Record<string, never>, PlaceRow & { known: number }>(
      'recognise.stagedCourses',
      `SELECT sid AS id, uid, title, NULL AS course, NULL AS parent,
         EXISTS (SELECT 1 FROM courses x WHERE x.uid = s.uid) AS known FROM staged.courses s`,
    ),
    lectures: statement<Record<string, never>, PlaceRow & { known: number }>(
      'recognise.stagedLectures',
      `SELECT sid AS id, uid, title, course, parent,
         EXISTS (SELECT 1 FROM lectures x WHERE x.uid = s.uid) AS known FROM staged.lectures s`,
    ),
  },
  stored: {
    courses: statement<Record<string, never>, PlaceRow>(
      'recognise.storedCourses',
      `SELECT id, uid, title, NULL AS course, NULL AS parent FROM courses WHERE deleted_at IS NULL ORDER BY position, id`,
    ),
    lectures: statement<Record<string, never>, PlaceRow>(
      'recognise.storedLectures',
      `SELECT id, uid, title, course_id AS course, parent_id AS parent FROM lectures WHERE deleted_at IS NULL
       ORDER BY position, id`,
    ),
  },
};
const setCourseUid = statement<{ sid: number; uid: Uint8Array }>(
  'recognise.setCourseUid',
  'UPDATE OR IGNORE staged.courses SET uid = @uid WHERE sid = @sid',
);
const setLectureUid = statement<{ sid: number; uid: Uint8Array }>(
  'recognise.setLectureUid',
  'UPDATE OR IGNORE staged.lectures SET uid = @uid WHERE sid = @sid',
);
/** A lecture that is here already has its objectives. */
const dropObjective = statement<{ sid: number }>(
  'recognise.dropObjective',
  'DELETE FROM staged.objectives WHERE lecture = @sid',
);

/** Places by their path: titles from the course down, the course itself by its title alone. */
const byPath = <P extends PlaceRow>(
  courses: readonly P[],
  lectures: readonly P[],
): { courses: Map<string, P>; lectures: Map<string, P> } => {
  const titles = new Map(courses.map((course) => [course.id, course.title]));
  const all = new Map(lectures.map((lecture) => [lecture.id, lecture]));
  const pathOf = (lecture: P): string => {
    const above = lecture.parent === null ? undefined : all.get(lecture.parent);
    const start = above === undefined ? (titles.get(lecture.course ?? 0) ?? '') : pathOf(above);
    return `${start}\u001f${lecture.title}`;
  };
  const first = (entries: (readonly [string, P])[]): Map<string, P> => new Map(entries.toReversed());
  return {
    courses: first(courses.map((course) => [course.title, course])),
    lectures: first(lectures.map((lecture) => [pathOf(lecture), lecture])),
  };
};

const recognisePlaces = (staged: StoreReader & Runner): void => {
  const here = byPath(staged.all(places.stored.courses, {}), staged.all(places.stored.lectures, {}));
  const there = byPath(staged.all(places.staged.courses, {}), staged.all(places.staged.lectures, {}));
  for (const [path, course] of there.courses) {
    const found = course.known === 1 ? undefined : here.courses.get(path);
    if (found !== undefined) staged.run(setCourseUid, { sid: course.id, uid: found.uid });
  }
  for (const [path, lecture] of there.lectures) {
    const found = lecture.known === 1 ? undefined : here.lectures.get(path);
    if (found === undefined || uidToHex(found.uid) === uidToHex(lecture.uid)) continue;
    staged.run(setLectureUid, { sid: lecture.id, uid: found.uid });
    staged.run(dropObjective, { sid: lecture.id });
  }
};

type Runner = { run: StatementCache['run'] };

/**
 * Gives what is staged the uids that the store knows it by. Only the staged file is written: the connection is one to the
 * store that attaches it, as the merge's is, and takes no lock there but a reader's.
 */
export const recognise = (stagedFile: string, storeFile: string): void => {
  const db = new Database(storeFile, { fileMustExist: true });
  try {
    db.prepare(`ATTACH ? AS ${stagedName}`).run(stagedFile);
    db.pragma(`${stagedName}.journal_mode = OFF`);
    db.pragma(`${stagedName}.synchronous = OFF`);
    const cache = new StatementCache(db, () => {});
    const connection = { ...readerOf(cache), run: cache.run.bind(cache) };
    db.exec('BEGIN');
    recognisePresets(connection);
    recogniseNoteTypes(connection);
    recognisePlaces(connection);
    connection.run(cardsOfKnownNotes, {});
    connection.run(reviews, {});
    connection.run(movedReviews, {});
    connection.run(scheduleChanges, {});
    db.exec('COMMIT');
  } finally {
    db.close();
  }
};
