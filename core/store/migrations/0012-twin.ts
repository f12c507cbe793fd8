import { appendOnlyTriggers, table } from '../kinds.ts';
import type { Migration } from './migration.ts';

const uid = 'id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16)';
const moment = 'at INTEGER NOT NULL, utc_offset_min INTEGER NOT NULL, study_day INTEGER NOT NULL';
const share = (column: string): string => `${column} REAL NOT NULL CHECK (${column} BETWEEN 0 AND 1)`;
const percent = (column: string): string => `${column} REAL NOT NULL CHECK (${column} BETWEEN 0 AND 100)`;
/** Null: not known. */
const knownPercent = (column: string): string => `${column} REAL CHECK (${column} BETWEEN 0 AND 100)`;

/** What is noticed of a learner, what is believed of them, what was predicted and what became of it. */
export const migration0012: Migration = {
  version: 12,
  name: 'twin',
  minReader: 3,
  minWriter: 3,
  tables: [
    table(
      'behavioral_events',
      'happened',
      'events',
      // Only what no other fact says. data: JSON by type, see core/twin/events/behavioral-event.ts.
      `CREATE TABLE behavioral_events (
        ${uid}, ${moment},
        type TEXT NOT NULL CHECK (length(type) BETWEEN 1 AND 40),
        session_id INTEGER REFERENCES study_sessions (id),
        data TEXT NOT NULL CHECK (json_valid(data) AND length(data) <= 4000)
      ) STRICT`,
      `CREATE INDEX fk_behavioral_events_session_id ON behavioral_events (session_id) WHERE session_id IS NOT NULL`,
      `CREATE INDEX idx_behavioral_events_at ON behavioral_events (at)`,
      `CREATE INDEX idx_behavioral_events_type_at ON behavioral_events (type, at)`,
      `CREATE INDEX idx_behavioral_events_study_day_type ON behavioral_events (study_day, type)`,
      ...appendOnlyTriggers('behavioral_events'),
      `CREATE VIEW live_behavioral_events AS
        SELECT e.* FROM behavioral_events e
        WHERE NOT EXISTS (SELECT 1 FROM log_undos u WHERE u.target_uid = e.uid AND u.undone = 1)`,
    ),
    table(
      'hourly_rollups',
      'derived',
      'never',
      // hour: of the local clock, at the offset the answer was given at. Counts alone, which no model changes.
      `CREATE TABLE hourly_rollups (
        study_day INTEGER NOT NULL,
        hour INTEGER NOT NULL CHECK (hour BETWEEN 0 AND 23),
        answers INTEGER NOT NULL,
        recalled INTEGER NOT NULL,
        review_answers INTEGER NOT NULL,
        review_recalled INTEGER NOT NULL,
        ms INTEGER NOT NULL,
        PRIMARY KEY (study_day, hour)
      ) STRICT, WITHOUT ROWID`,
    ),
    table(
      'session_metrics',
      'derived',
      'never',
      `CREATE TABLE session_metrics (
        session_id INTEGER PRIMARY KEY REFERENCES study_sessions (id),
        answers INTEGER NOT NULL,
        recalled INTEGER NOT NULL,
        review_answers INTEGER NOT NULL,
        review_recalled INTEGER NOT NULL,
        ms INTEGER NOT NULL
      ) STRICT`,
    ),
    table(
      'learning_profiles',
      'derived',
      'never',
      // One row a component of the learner model; basis: what it was computed from, estimate: what it says, both JSON.
      `CREATE TABLE learning_profiles (
        component TEXT PRIMARY KEY,
        computed_at INTEGER NOT NULL,
        study_day INTEGER NOT NULL,
        basis TEXT NOT NULL CHECK (json_valid(basis)),
        estimate TEXT NOT NULL CHECK (json_valid(estimate))
      ) STRICT, WITHOUT ROWID`,
    ),
    table(
      'behavioral_patterns',
      'generated',
      'generated',
      // uid: of kind and key, so that two devices that find one pattern find the same.
      `CREATE TABLE behavioral_patterns (
        ${uid},
        kind TEXT NOT NULL CHECK (kind IN ('OPTIMAL_STUDY_TIME', 'SESSION_DURATION_PREFERENCE', 'CONTENT_TYPE_PREFERENCE',
          'PERFORMANCE_PEAK', 'ATTENTION_CYCLE', 'FORGETTING_CURVE')),
        key TEXT NOT NULL CHECK (length(key) BETWEEN 1 AND 200),
        created_at INTEGER NOT NULL, utc_offset_min INTEGER NOT NULL, study_day INTEGER NOT NULL
      ) STRICT`,
      `CREATE UNIQUE INDEX idx_behavioral_patterns_kind_key ON behavioral_patterns (kind, key)`,
      `CREATE INDEX idx_behavioral_patterns_created_at ON behavioral_patterns (created_at)`,
    ),
    table(
      'pattern_assessments',
      'generated',
      'generated',
      // uid: of pattern and study day. n 0: the analysis of that day found nothing to support it.
      `CREATE TABLE pattern_assessments (
        ${uid}, ${moment},
        pattern_id INTEGER NOT NULL REFERENCES behavioral_patterns (id),
        effect REAL NOT NULL, low REAL NOT NULL, high REAL NOT NULL,
        ${share('confidence')},
        n INTEGER NOT NULL CHECK (n >= 0),
        detail TEXT NOT NULL CHECK (json_valid(detail) AND length(detail) <= 4000)
      ) STRICT`,
      `CREATE INDEX idx_pattern_assessments_pattern_id_study_day ON pattern_assessments (pattern_id, study_day)`,
    ),
    table(
      'struggle_predictions',
      'generated',
      'generated',
      // uid: of objective and study day. window_start: first study day, window_end: the first one after it. is_scored: the
      // first one of its week, which is judged. features and reasons: JSON by name, see ml/knowledge/struggle/schema.ts.
      `CREATE TABLE struggle_predictions (
        ${uid},
        objective_id INTEGER NOT NULL REFERENCES learning_objectives (id),
        predicted_at INTEGER NOT NULL, utc_offset_min INTEGER NOT NULL, study_day INTEGER NOT NULL,
        window_start INTEGER NOT NULL, window_end INTEGER NOT NULL CHECK (window_end > window_start),
        ${share('probability')}, ${share('low')}, ${share('high')},
        band TEXT NOT NULL CHECK (band IN ('LOW', 'MEDIUM', 'HIGH')),
        model TEXT NOT NULL CHECK (model IN ('rules', 'base_rate', 'forecast', 'stack')),
        model_version TEXT NOT NULL CHECK (length(model_version) <= 100),
        is_scored INTEGER NOT NULL CHECK (is_scored IN (0, 1)),
        features TEXT NOT NULL CHECK (json_valid(features) AND length(features) <= 10000),
        reasons TEXT NOT NULL CHECK (json_valid(reasons) AND length(reasons) <= 10000)
      ) STRICT`,
      `CREATE INDEX idx_struggle_predictions_objective_id_window_start ON struggle_predictions (objective_id, window_start)`,
      `CREATE INDEX idx_struggle_predictions_window_end ON struggle_predictions (window_end)`,
      `CREATE INDEX idx_struggle_predictions_predicted_at ON struggle_predictions (predicted_at)`,
    ),
    table(
      'struggle_outcomes',
      'generated',
      'generated',
      // uid: of the prediction. What the log says; what the owner says is feedback and outranks it.
      `CREATE TABLE struggle_outcomes (
        ${uid},
        prediction_id INTEGER NOT NULL UNIQUE REFERENCES struggle_predictions (id),
        recorded_at INTEGER NOT NULL, utc_offset_min INTEGER NOT NULL, study_day INTEGER NOT NULL,
        outcome TEXT NOT NULL CHECK (outcome IN ('STRUGGLED', 'FINE', 'NOT_STUDIED')),
        answers INTEGER NOT NULL CHECK (answers >= 0),
        residual REAL, recall REAL, lapse_tail REAL
      ) STRICT`,
      `CREATE INDEX idx_struggle_outcomes_recorded_at ON struggle_outcomes (recorded_at)`,
    ),
    table(
      'struggle_indicators',
      'generated',
      'generated',
      // uid: of session and objective.
      `CREATE TABLE struggle_indicators (
        ${uid}, ${moment},
        session_id INTEGER NOT NULL REFERENCES study_sessions (id),
        objective_id INTEGER NOT NULL REFERENCES learning_objectives (id),
        kind TEXT NOT NULL CHECK (kind IN ('lapse_rate', 'below_mean', 'over_time')),
        ${share('severity')}, ${share('priority')}
      ) STRICT`,
      `CREATE INDEX fk_struggle_indicators_session_id ON struggle_indicators (session_id)`,
      `CREATE INDEX idx_struggle_indicators_objective_id_at ON struggle_indicators (objective_id, at)`,
    ),
    table(
      'prediction_feedback',
      'entered',
      'cells',
      `CREATE TABLE prediction_feedback (
        ${uid},
        prediction_id INTEGER NOT NULL UNIQUE REFERENCES struggle_predictions (id),
        verdict TEXT NOT NULL CHECK (verdict IN ('STRUGGLED', 'FINE', 'NOT_SO')),
        created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted_at INTEGER
      ) STRICT`,
    ),
    table(
      'cognitive_load_metrics',
      'happened',
      'events',
      // Kept when the level changes and every five minutes of a session. A part that is not known is null.
      `CREATE TABLE cognitive_load_metrics (
        ${uid}, ${moment},
        session_id INTEGER NOT NULL REFERENCES study_sessions (id),
        ${percent('score')},
        level TEXT NOT NULL CHECK (level IN ('LOW', 'MODERATE', 'HIGH', 'CRITICAL')),
        ${knownPercent('latency')}, ${knownPercent('errors')}, ${knownPercent('disengagement')},
        ${knownPercent('decline')}, ${knownPercent('duration')},
        ${share('confidence')}
      ) STRICT`,
      `CREATE INDEX idx_cognitive_load_metrics_at ON cognitive_load_metrics (at)`,
      `CREATE INDEX idx_cognitive_load_metrics_session_id_at ON cognitive_load_metrics (session_id, at)`,
      `CREATE INDEX idx_cognitive_load_metrics_score ON cognitive_load_metrics (score)`,
      ...appendOnlyTriggers('cognitive_load_metrics'),
      `CREATE VIEW live_cognitive_load_metrics AS
        SELECT m.* FROM cognitive_load_metrics m
        WHERE NOT EXISTS (SELECT 1 FROM log_undos u WHERE u.target_uid = m.uid AND u.undone = 1)`,
    ),
    table(
      'burnout_risk_assessments',
      'generated',
      'generated',
      // uid: of the study day. A factor that is not known is null.
      `CREATE TABLE burnout_risk_assessments (
        ${uid}, ${moment},
        ${percent('score')},
        level TEXT NOT NULL CHECK (level IN ('LOW', 'MEDIUM', 'HIGH', 'CRITICAL')),
        ${knownPercent('intensity')}, ${knownPercent('performance_decline')}, ${knownPercent('chronic_load')},
        ${knownPercent('irregularity')}, ${knownPercent('engagement_decay')}, ${knownPercent('recovery_deficit')},
        detail TEXT NOT NULL CHECK (json_valid(detail) AND length(detail) <= 4000)
      ) STRICT`,
      `CREATE INDEX idx_burnout_risk_assessments_study_day ON burnout_risk_assessments (study_day)`,
      `CREATE INDEX idx_burnout_risk_assessments_level_study_day ON burnout_risk_assessments (level, study_day)`,
    ),
    table(
      'stress_response_patterns',
      'derived',
      'never',
      `CREATE TABLE stress_response_patterns (
        kind TEXT NOT NULL CHECK (kind IN ('topic', 'hour', 'exam', 'fatigue', 'time_pressure')),
        key TEXT NOT NULL CHECK (length(key) BETWEEN 1 AND 200),
        occurrences INTEGER NOT NULL, of_occasions INTEGER NOT NULL,
        effect REAL NOT NULL, low REAL NOT NULL, high REAL NOT NULL,
        ${share('confidence')},
        PRIMARY KEY (kind, key)
      ) STRICT, WITHOUT ROWID`,
    ),
  ],
};
