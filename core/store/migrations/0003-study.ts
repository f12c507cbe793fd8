import { appendOnlyTriggers, table } from '../kinds.ts';
import type { Migration } from './migration.ts';

/**
 * Reviews, schedule changes, baselines, sessions and what is folded from them.
 *
 * The three logs of a card are WITHOUT ROWID and keyed by (card_id, at, uid): the fold of a card reads one stretch
 * of the file in its own order, and a merge of a million reviews appends instead of touching two more trees.
 * phase: 0 new, 1 learning, 2 review, 3 relearning, 4 filtered, the phase of the card when it was answered.
 * interval_seconds: what the answer gave, days × 86400, negative for a step of seconds, null for practice without effect.
 */
export const migration0003: Migration = {
  version: 3,
  name: 'study',
  minReader: 3,
  minWriter: 3,
  tables: [
    table(
      'study_sessions',
      'entered',
      'cells',
      `CREATE TABLE study_sessions (
        id INTEGER PRIMARY KEY,
        uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
        course_id INTEGER REFERENCES courses (id),
        lecture_id INTEGER REFERENCES lectures (id),
        started_at INTEGER NOT NULL,
        ended_at INTEGER,
        utc_offset_min INTEGER NOT NULL,
        study_day INTEGER NOT NULL,
        created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted_at INTEGER
      ) STRICT`,
      `CREATE INDEX fk_study_sessions_course_id ON study_sessions (course_id) WHERE course_id IS NOT NULL`,
      `CREATE INDEX fk_study_sessions_lecture_id ON study_sessions (lecture_id) WHERE lecture_id IS NOT NULL`,
      `CREATE INDEX study_sessions_started_at ON study_sessions (started_at)`,
    ),
    table(
      'session_pauses',
      'happened',
      'events',
      `CREATE TABLE session_pauses (
        session_id INTEGER NOT NULL REFERENCES study_sessions (id),
        at INTEGER NOT NULL,
        uid BLOB NOT NULL CHECK (length(uid) = 16),
        kind TEXT NOT NULL CHECK (kind IN ('paused', 'resumed')),
        utc_offset_min INTEGER NOT NULL,
        study_day INTEGER NOT NULL,
        PRIMARY KEY (session_id, at, uid)
      ) STRICT, WITHOUT ROWID`,
      ...appendOnlyTriggers('session_pauses'),
    ),
    table(
      'reviews',
      'happened',
      'events',
      `CREATE TABLE reviews (
        card_id INTEGER NOT NULL REFERENCES cards (id),
        at INTEGER NOT NULL,
        uid BLOB NOT NULL CHECK (length(uid) = 16),
        utc_offset_min INTEGER NOT NULL,
        study_day INTEGER NOT NULL,
        rating INTEGER NOT NULL CHECK (rating BETWEEN 1 AND 4),
        phase INTEGER NOT NULL CHECK (phase BETWEEN 0 AND 4),
        interval_seconds INTEGER,
        last_interval_seconds INTEGER NOT NULL,
        factor INTEGER NOT NULL DEFAULT 0,
        duration_ms INTEGER NOT NULL CHECK (duration_ms >= 0),
        session_id INTEGER REFERENCES study_sessions (id),
        source TEXT,
        PRIMARY KEY (card_id, at, uid)
      ) STRICT, WITHOUT ROWID`,
      `CREATE INDEX fk_reviews_session_id ON reviews (session_id) WHERE session_id IS NOT NULL`,
      // One request, one answer, whichever card it names; imported rows have no request.
      `CREATE UNIQUE INDEX reviews_request ON reviews (uid) WHERE session_id IS NOT NULL`,
      ...appendOnlyTriggers('reviews'),
    ),
    table(
      'card_baselines',
      'happened',
      'events',
      `CREATE TABLE card_baselines (
        card_id INTEGER NOT NULL REFERENCES cards (id),
        at INTEGER NOT NULL,
        uid BLOB NOT NULL CHECK (length(uid) = 16),
        utc_offset_min INTEGER NOT NULL,
        study_day INTEGER NOT NULL,
        phase INTEGER NOT NULL CHECK (phase BETWEEN 0 AND 3),
        step INTEGER NOT NULL,
        due_at INTEGER,
        due_day INTEGER,
        interval_days INTEGER NOT NULL,
        ease_permille INTEGER,
        stability REAL,
        difficulty REAL,
        reps INTEGER NOT NULL,
        lapses INTEGER NOT NULL,
        source TEXT,
        PRIMARY KEY (card_id, at, uid)
      ) STRICT, WITHOUT ROWID`,
      ...appendOnlyTriggers('card_baselines'),
    ),
    table(
      'schedule_changes',
      'happened',
      'events',
      `CREATE TABLE schedule_changes (
        card_id INTEGER NOT NULL REFERENCES cards (id),
        at INTEGER NOT NULL,
        uid BLOB NOT NULL CHECK (length(uid) = 16),
        utc_offset_min INTEGER NOT NULL,
        study_day INTEGER NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('set_due', 'forget', 'postpone', 'reschedule', 'vacation', 'catch_up')),
        due_day INTEGER,
        interval_days INTEGER,
        interval_seconds INTEGER NOT NULL,
        last_interval_seconds INTEGER NOT NULL,
        factor INTEGER NOT NULL DEFAULT 0,
        duration_ms INTEGER NOT NULL DEFAULT 0,
        source TEXT,
        PRIMARY KEY (card_id, at, uid)
      ) STRICT, WITHOUT ROWID`,
      ...appendOnlyTriggers('schedule_changes'),
    ),
    table(
      'card_states',
      'derived',
      'never',
      // queue: -1 out of study (suspended, deleted), 0 new, 1 due at an instant (steps), 2 due on a study day.
      `CREATE TABLE card_states (
        card_id INTEGER PRIMARY KEY REFERENCES cards (id),
        lecture_id INTEGER NOT NULL,
        queue INTEGER NOT NULL CHECK (queue BETWEEN -1 AND 2),
        position INTEGER NOT NULL,
        phase INTEGER NOT NULL CHECK (phase BETWEEN 0 AND 3),
        step INTEGER NOT NULL,
        stability REAL,
        difficulty REAL,
        due_at INTEGER,
        due_day INTEGER,
        interval_days INTEGER NOT NULL,
        reps INTEGER NOT NULL,
        lapses INTEGER NOT NULL,
        last_at INTEGER,
        last_day INTEGER,
        introduced_day INTEGER,
        history_complete INTEGER NOT NULL CHECK (history_complete IN (0, 1)),
        buried_on INTEGER
      ) STRICT`,
      `CREATE INDEX card_states_scope ON card_states (lecture_id, queue, due_day)`,
      `CREATE INDEX card_states_new ON card_states (position, card_id) WHERE queue = 0`,
      `CREATE INDEX card_states_learning ON card_states (due_at, card_id) WHERE queue = 1`,
      // With what the count of a day asks, so that it reads the index alone.
      `CREATE INDEX card_states_review ON card_states (due_day, buried_on) WHERE queue = 2`,
    ),
    table(
      'daily_rollups',
      'derived',
      'never',
      `CREATE TABLE daily_rollups (
        study_day INTEGER PRIMARY KEY,
        answers INTEGER NOT NULL,
        introduced INTEGER NOT NULL,
        review_answers INTEGER NOT NULL,
        review_recalled INTEGER NOT NULL,
        learn_ms INTEGER NOT NULL,
        review_ms INTEGER NOT NULL
      ) STRICT`,
    ),
  ],
  sql: [
    `CREATE VIEW live_reviews AS
      SELECT r.* FROM reviews r
      WHERE NOT EXISTS (SELECT 1 FROM log_undos u WHERE u.target_uid = r.uid AND u.undone = 1)
        AND NOT EXISTS (SELECT 1 FROM cards c JOIN batches b ON b.id = c.batch_id
                        WHERE c.id = r.card_id AND b.undone_at IS NOT NULL)`,
    `CREATE VIEW live_schedule_changes AS
      SELECT s.* FROM schedule_changes s
      WHERE NOT EXISTS (SELECT 1 FROM log_undos u WHERE u.target_uid = s.uid AND u.undone = 1)`,
    `CREATE VIEW live_card_baselines AS
      SELECT b.* FROM card_baselines b
      WHERE NOT EXISTS (SELECT 1 FROM log_undos u WHERE u.target_uid = b.uid AND u.undone = 1)`,
  ],
};
