/**
 * The second file in which an import waits: rows in the shape of the store, with the uids they will have, keyed by
 * numbers of the package (`sid`). It is written without any durability, because it can be made again.
 *
 * ghost: a card that was deleted at its source while its reviews were kept. It comes as a row that lies in the trash from
 * its first moment (deleted_at = created_at), so that the history stays whole; nothing brings it back. Its note is one
 * too, and so is the note type, which is in no package and counts as none of its.
 */
export const stagingSchema: readonly string[] = [
  `CREATE TABLE meta (id INTEGER PRIMARY KEY CHECK (id = 1), kind TEXT NOT NULL, label TEXT NOT NULL, version INTEGER NOT NULL, warnings TEXT NOT NULL) STRICT`,
  `CREATE TABLE presets (sid INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE, name TEXT NOT NULL, preset_values TEXT NOT NULL, source_id TEXT) STRICT`,
  // preset: what the place names itself, where that differs from what stands above it.
  `CREATE TABLE courses (sid INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE, title TEXT NOT NULL, description TEXT NOT NULL, preset INTEGER, source_id TEXT) STRICT`,
  `CREATE TABLE lectures (sid INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE, course INTEGER NOT NULL, parent INTEGER, title TEXT NOT NULL, preset INTEGER, source_id TEXT) STRICT`,
  `CREATE TABLE objectives (sid INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE, lecture INTEGER NOT NULL, title TEXT NOT NULL, whole_lecture INTEGER NOT NULL) STRICT`,
  `CREATE TABLE prerequisites (objective INTEGER NOT NULL, prerequisite INTEGER NOT NULL, PRIMARY KEY (objective, prerequisite)) STRICT, WITHOUT ROWID`,
  `CREATE TABLE objective_cards (objective INTEGER NOT NULL, card INTEGER NOT NULL, PRIMARY KEY (objective, card)) STRICT, WITHOUT ROWID`,
  `CREATE TABLE note_types (sid INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE, name TEXT NOT NULL, kind TEXT NOT NULL, css TEXT NOT NULL, sort_field INTEGER NOT NULL, source_id TEXT, ghost INTEGER NOT NULL DEFAULT 0) STRICT`,
  `CREATE TABLE note_fields (uid BLOB NOT NULL, note_type INTEGER NOT NULL, ordinal INTEGER NOT NULL, name TEXT NOT NULL, PRIMARY KEY (note_type, ordinal)) STRICT, WITHOUT ROWID`,
  `CREATE TABLE card_templates (uid BLOB NOT NULL, note_type INTEGER NOT NULL, ordinal INTEGER NOT NULL, name TEXT NOT NULL, question_format TEXT NOT NULL, answer_format TEXT NOT NULL, PRIMARY KEY (note_type, ordinal)) STRICT, WITHOUT ROWID`,
  `CREATE TABLE notes (sid INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE, note_type INTEGER NOT NULL, fields TEXT NOT NULL, modified_at INTEGER NOT NULL, created_at INTEGER NOT NULL, source_id TEXT, ghost INTEGER NOT NULL DEFAULT 0) STRICT`,
  `CREATE TABLE note_tags (note INTEGER NOT NULL, tag TEXT NOT NULL, PRIMARY KEY (note, tag)) STRICT, WITHOUT ROWID`,
  `CREATE TABLE cards (sid INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE, note INTEGER NOT NULL, ordinal INTEGER NOT NULL, lecture INTEGER NOT NULL, position INTEGER NOT NULL, suspended INTEGER NOT NULL, buried_on INTEGER, flag INTEGER NOT NULL, created_at INTEGER NOT NULL, source_id TEXT, ghost INTEGER NOT NULL DEFAULT 0) STRICT`,
  // In the order of the store's own logs, so that the merge appends.
  `CREATE TABLE reviews (card INTEGER NOT NULL, at INTEGER NOT NULL, uid BLOB NOT NULL, utc_offset_min INTEGER NOT NULL, study_day INTEGER NOT NULL, rating INTEGER NOT NULL, phase INTEGER NOT NULL, interval_seconds INTEGER, last_interval_seconds INTEGER NOT NULL, factor INTEGER NOT NULL, duration_ms INTEGER NOT NULL, session INTEGER, PRIMARY KEY (card, at, uid)) STRICT, WITHOUT ROWID`,
  `CREATE TABLE schedule_changes (card INTEGER NOT NULL, at INTEGER NOT NULL, uid BLOB NOT NULL, utc_offset_min INTEGER NOT NULL, study_day INTEGER NOT NULL, kind TEXT NOT NULL, due_day INTEGER, interval_days INTEGER, interval_seconds INTEGER NOT NULL, last_interval_seconds INTEGER NOT NULL, factor INTEGER NOT NULL, duration_ms INTEGER NOT NULL, PRIMARY KEY (card, at, uid)) STRICT, WITHOUT ROWID`,
  // steps_left: of a card in steps, where the source says that; the merge makes of it the step by what is in force there.
  `CREATE TABLE card_baselines (card INTEGER PRIMARY KEY, at INTEGER NOT NULL, uid BLOB NOT NULL, utc_offset_min INTEGER NOT NULL, study_day INTEGER NOT NULL, phase INTEGER NOT NULL, step INTEGER NOT NULL, steps_left INTEGER, due_at INTEGER, due_day INTEGER, interval_days INTEGER NOT NULL, ease_permille INTEGER, stability REAL, difficulty REAL, reps INTEGER NOT NULL, lapses INTEGER NOT NULL) STRICT`,
  // Sessions as this program records them; those of imported logs are inferred instead.
  `CREATE TABLE sessions (sid INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE, started_at INTEGER NOT NULL, ended_at INTEGER NOT NULL, utc_offset_min INTEGER NOT NULL, study_day INTEGER NOT NULL) STRICT`,
  `CREATE TABLE session_pauses (session INTEGER NOT NULL, at INTEGER NOT NULL, uid BLOB NOT NULL, kind TEXT NOT NULL, utc_offset_min INTEGER NOT NULL, study_day INTEGER NOT NULL, PRIMARY KEY (session, at, uid)) STRICT, WITHOUT ROWID`,
  // stored_name: the name in the store, another one where the store already has other content under it.
  `CREATE TABLE media (name TEXT PRIMARY KEY, stored_name TEXT NOT NULL, uid BLOB NOT NULL, sha256 BLOB NOT NULL, size_bytes INTEGER NOT NULL, mime TEXT NOT NULL, file TEXT NOT NULL) STRICT, WITHOUT ROWID`,
  // Days of all reviews of the package, ready to add where every card is new to the store.
  `CREATE TABLE days (study_day INTEGER PRIMARY KEY, answers INTEGER NOT NULL, introduced INTEGER NOT NULL, review_answers INTEGER NOT NULL, review_recalled INTEGER NOT NULL, learn_ms INTEGER NOT NULL, review_ms INTEGER NOT NULL) STRICT`,
  // And their hours, counted at the end of staging.
  `CREATE TABLE hours (study_day INTEGER NOT NULL, hour INTEGER NOT NULL, answers INTEGER NOT NULL, recalled INTEGER NOT NULL, review_answers INTEGER NOT NULL, review_recalled INTEGER NOT NULL, ms INTEGER NOT NULL, PRIMARY KEY (study_day, hour)) STRICT, WITHOUT ROWID`,
  `CREATE TABLE session_counts (session INTEGER PRIMARY KEY, answers INTEGER NOT NULL, recalled INTEGER NOT NULL, review_answers INTEGER NOT NULL, review_recalled INTEGER NOT NULL, ms INTEGER NOT NULL) STRICT`,
  // Filled by the merge: the local keys.
  `CREATE TABLE note_map (sid INTEGER PRIMARY KEY, id INTEGER NOT NULL, state TEXT NOT NULL) STRICT`,
  `CREATE TABLE card_map (sid INTEGER PRIMARY KEY, id INTEGER NOT NULL, state TEXT NOT NULL) STRICT`,
  `CREATE TABLE session_map (sid INTEGER PRIMARY KEY, id INTEGER NOT NULL) STRICT`,
];

/** Name under which the merge attaches the staged file. */
export const stagedName = 'staged';
