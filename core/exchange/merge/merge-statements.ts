import { typeHasCard } from '../../library/type-has-card.ts';
import { statement } from '../../store/statements.ts';
import { cardsToLectures, lecturesIntoEachOther, lecturesToCourses } from './arrange.ts';
import { hasTemplate, restoring } from './restore-rows.ts';

/**
 * The merge of a staged file, statement by statement. Rows are matched by uid; what the store has keeps its local key,
 * and what lies in the trash comes back. All of it runs in one transaction on a connection that has the staged file
 * attached as `staged`.
 */
type Batch = { batch: number; now: number; source: string };

const presetOf = `(SELECT p.id FROM staged.presets sp JOIN course_presets p ON p.uid = sp.uid WHERE sp.sid = s.preset)`;

/** Without places of the package's own, deck 1's options (those of the settings there) are of no use. */
const newPlaceNames = (places: 'courses' | 'lectures'): string =>
  `EXISTS (SELECT 1 FROM staged.${places} k WHERE k.preset = s.sid AND NOT EXISTS (SELECT 1 FROM ${places} x WHERE x.uid = k.uid))`;
/** Deck options `s` that come: every collection has a default, which comes only with a place that is to follow it. */
export const presetComes = `(s.sid <> 1 OR ${newPlaceNames('courses')} OR ${newPlaceNames('lectures')})`;

/** Up to the notes. */
export const stepsToNotes = [
  // What its owner made of a preset since it came first is theirs: only what is missing is added.
  statement<Batch>(
    'merge.addPresets',
    `INSERT INTO course_presets (uid, name, preset_values, source, source_id, batch_id, created_at, updated_at)
     SELECT s.uid, s.name, s.preset_values, @source, s.source_id, @batch, @now, @now FROM staged.presets s
     WHERE NOT EXISTS (SELECT 1 FROM course_presets p WHERE p.uid = s.uid) AND ${presetComes} ORDER BY s.sid`,
  ),
  restoring('course_presets', `presets s WHERE ${presetComes}`),
  restoring('courses', 'courses'),
  statement<Batch>(
    'merge.addCourses',
    `INSERT INTO courses (uid, title, description, position, preset_id, source, source_id, batch_id, created_at, updated_at)
     SELECT s.uid, s.title, s.description, (SELECT coalesce(max(position), 0) FROM courses) + s.sid, ${presetOf}, @source, s.source_id, @batch, @now, @now
     FROM staged.courses s WHERE NOT EXISTS (SELECT 1 FROM courses c WHERE c.uid = s.uid) ORDER BY s.sid`,
  ),
  restoring('lectures', 'lectures'),
  statement<Batch>(
    'merge.addLectures',
    `INSERT INTO lectures (uid, course_id, parent_id, title, position, preset_id, source, source_id, batch_id, created_at, updated_at)
     SELECT s.uid, c.id, NULL, s.title, s.sid, ${presetOf}, @source, s.source_id, @batch, @now, @now
     FROM staged.lectures s JOIN staged.courses sc ON sc.sid = s.course JOIN courses c ON c.uid = sc.uid
     WHERE NOT EXISTS (SELECT 1 FROM lectures l WHERE l.uid = s.uid) ORDER BY s.sid`,
  ),
  lecturesToCourses,
  lecturesIntoEachOther,
  restoring('learning_objectives', 'objectives'),
  statement<Batch>(
    'merge.addObjectives',
    `INSERT INTO learning_objectives (uid, lecture_id, title, position, source, source_id, batch_id, created_at, updated_at)
     SELECT s.uid, l.id, s.title, s.sid, @source, NULL, @batch, @now, @now
     FROM staged.objectives s JOIN staged.lectures sl ON sl.sid = s.lecture JOIN lectures l ON l.uid = sl.uid
     WHERE NOT EXISTS (SELECT 1 FROM learning_objectives o WHERE o.uid = s.uid) ORDER BY s.sid`,
  ),
  statement<Batch>(
    'merge.addObjectiveRules',
    `INSERT OR IGNORE INTO objective_rules (objective_id, lecture_id, created_at, updated_at)
     SELECT o.id, o.lecture_id, @now, @now FROM staged.objectives s JOIN learning_objectives o ON o.uid = s.uid
     WHERE s.whole_lecture = 1 AND o.batch_id = @batch`,
  ),
  statement<Batch>(
    'merge.addPrerequisites',
    `INSERT OR IGNORE INTO objective_prerequisites (objective_id, prerequisite_id, created_at, updated_at)
     SELECT o.id, p.id, @now, @now FROM staged.prerequisites s
       JOIN staged.objectives so ON so.sid = s.objective JOIN learning_objectives o ON o.uid = so.uid
       JOIN staged.objectives sp ON sp.sid = s.prerequisite JOIN learning_objectives p ON p.uid = sp.uid`,
  ),
  restoring('note_types', 'note_types'),
  statement<Batch>(
    'merge.addNoteTypes',
    `INSERT INTO note_types (uid, name, kind, css, sort_field, source, source_id, batch_id, created_at, updated_at)
     SELECT s.uid, s.name, s.kind, s.css, s.sort_field, @source, s.source_id, @batch, @now, @now FROM staged.note_types s
     WHERE EXISTS (SELECT 1 FROM staged.notes n WHERE n.note_type = s.sid)
       AND NOT EXISTS (SELECT 1 FROM note_types t WHERE t.uid = s.uid) ORDER BY s.sid`,
  ),
  statement<Batch>(
    'merge.addNoteFields',
    `INSERT OR IGNORE INTO note_fields (uid, note_type_id, ordinal, name, created_at, updated_at)
     SELECT s.uid, t.id, s.ordinal, s.name, @now, @now FROM staged.note_fields s
       JOIN staged.note_types st ON st.sid = s.note_type JOIN note_types t ON t.uid = st.uid`,
  ),
  statement<Batch>(
    'merge.addCardTemplates',
    `INSERT OR IGNORE INTO card_templates (uid, note_type_id, ordinal, name, question_format, answer_format, created_at, updated_at)
     SELECT s.uid, t.id, s.ordinal, s.name, s.question_format, s.answer_format, @now, @now FROM staged.card_templates s
       JOIN staged.note_types st ON st.sid = s.note_type JOIN note_types t ON t.uid = st.uid`,
  ),
  statement<Batch>(
    'merge.mapOldNotes',
    `INSERT INTO staged.note_map (sid, id, state)
     SELECT s.sid, n.id, CASE WHEN n.deleted_at <> n.created_at THEN 'restored' ELSE 'existing' END
     FROM staged.notes s JOIN notes n ON n.uid = s.uid`,
  ),
  restoring('notes', 'notes WHERE ghost = 0'),
  statement<Batch>(
    'merge.addNotes',
    `INSERT INTO notes (uid, note_type_id, fields, source_modified_at, source, source_id, batch_id, created_at, updated_at, deleted_at)
     SELECT s.uid, t.id, s.fields, s.modified_at, @source, s.source_id, @batch, s.created_at, @now, iif(s.ghost, s.created_at, NULL)
     FROM staged.notes s JOIN staged.note_types st ON st.sid = s.note_type JOIN note_types t ON t.uid = st.uid
     WHERE s.sid NOT IN (SELECT sid FROM staged.note_map) ORDER BY s.sid`,
  ),
  statement<Batch>(
    'merge.mapNewNotes',
    `INSERT INTO staged.note_map (sid, id, state) SELECT s.sid, n.id, 'new' FROM staged.notes s JOIN notes n ON n.uid = s.uid
     WHERE s.sid NOT IN (SELECT sid FROM staged.note_map)`,
  ),
] as const;

/** From the cards on: a note may have got another type meanwhile, which says which cards it can have. */
export const stepsFromCards = [
  statement<Batch>(
    'merge.mapOldCards',
    `INSERT INTO staged.card_map (sid, id, state)
     SELECT s.sid, x.id,
       CASE WHEN x.deleted_at <> x.created_at AND s.ghost = 0 AND ${hasTemplate} THEN 'restored' ELSE 'existing' END
     FROM staged.cards s JOIN cards x ON x.uid = s.uid`,
  ),
  restoring('cards', 'cards WHERE ghost = 0'),
  cardsToLectures,
  statement<Batch>(
    'merge.addCards',
    `INSERT INTO cards (uid, note_id, ordinal, lecture_id, position, suspended, buried_on, flag, source, source_id, batch_id, created_at, updated_at, deleted_at)
     SELECT s.uid, m.id, s.ordinal, l.id, s.position, s.suspended, s.buried_on, s.flag, @source, s.source_id, @batch, s.created_at, @now,
       iif(s.ghost, s.created_at, NULL)
     FROM staged.cards s JOIN staged.note_map m ON m.sid = s.note
       JOIN staged.lectures sl ON sl.sid = s.lecture JOIN lectures l ON l.uid = sl.uid
       JOIN notes n ON n.id = m.id JOIN note_types t ON t.id = n.note_type_id
     WHERE s.sid NOT IN (SELECT sid FROM staged.card_map)
       AND (m.state = 'new' OR ${typeHasCard('t', 's.ordinal')})
     ORDER BY s.sid`,
  ),
  statement<Batch>(
    'merge.mapNewCards',
    `INSERT INTO staged.card_map (sid, id, state) SELECT s.sid, c.id, 'new' FROM staged.cards s JOIN cards c ON c.uid = s.uid
     WHERE s.sid NOT IN (SELECT sid FROM staged.card_map)`,
  ),
  statement<Batch>(
    'merge.addObjectiveCards',
    `INSERT OR IGNORE INTO objective_cards (objective_id, card_id, created_at, updated_at)
     SELECT o.id, m.id, @now, @now FROM staged.objective_cards s JOIN staged.objectives so ON so.sid = s.objective
       JOIN learning_objectives o ON o.uid = so.uid JOIN staged.card_map m ON m.sid = s.card`,
  ),
  statement<Batch>(
    'merge.addNoteTags',
    `INSERT OR IGNORE INTO note_tags (note_id, tag_id) SELECT m.id, t.id FROM staged.note_tags s
       JOIN staged.note_map m ON m.sid = s.note JOIN tags t ON t.name = s.tag
     WHERE m.state <> 'existing'`,
  ),
  statement<Batch>(
    'merge.addBlobs',
    `INSERT OR IGNORE INTO blobs (sha256, size_bytes, mime, created_at, updated_at)
     SELECT sha256, size_bytes, mime, @now, @now FROM staged.media`,
  ),
  restoring('media', 'media'),
  statement<Batch>(
    'merge.addMedia',
    `INSERT INTO media (uid, name, sha256, source, source_id, batch_id, created_at, updated_at)
     SELECT s.uid, s.stored_name, s.sha256, @source, s.name, @batch, @now, @now FROM staged.media s
     WHERE NOT EXISTS (SELECT 1 FROM media m WHERE m.name = s.stored_name)`,
  ),
  statement<Batch>(
    'merge.addSessions',
    `INSERT INTO study_sessions (uid, course_id, lecture_id, started_at, ended_at, utc_offset_min, study_day, created_at, updated_at)
     SELECT s.uid, NULL, NULL, s.started_at, s.ended_at, s.utc_offset_min, s.study_day, @now, @now FROM staged.sessions s
     WHERE NOT EXISTS (SELECT 1 FROM study_sessions x WHERE x.uid = s.uid) ORDER BY s.sid`,
  ),
  statement<Batch>(
    'merge.mapSessions',
    `INSERT INTO staged.session_map (sid, id) SELECT s.sid, x.id FROM staged.sessions s JOIN study_sessions x ON x.uid = s.uid`,
  ),
  statement<Batch>(
    'merge.addSessionPauses',
    `INSERT OR IGNORE INTO session_pauses (session_id, at, uid, kind, utc_offset_min, study_day)
     SELECT m.id, s.at, s.uid, s.kind, s.utc_offset_min, s.study_day
     FROM staged.session_pauses s JOIN staged.session_map m ON m.sid = s.session`,
  ),
] as const;
