import { table } from '../kinds.ts';
import type { Migration } from './migration.ts';

/**
 * Presets of courses and lectures (an Anki deck has its own options, nested or not), how sure a person was before the
 * reveal, and sessions that are not the plan of the day. All additive: what an older program writes stays right.
 */
export const migration0006: Migration = {
  version: 6,
  name: 'study room',
  minReader: 3,
  minWriter: 3,
  tables: [
    table(
      'course_presets',
      'entered',
      'cells',
      // preset_values: a JSON object of `presetValues` in core/study/presets/contract.ts; what is missing is the settings'.
      `CREATE TABLE course_presets (
        id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
        name TEXT NOT NULL,
        preset_values TEXT NOT NULL CHECK (json_valid(preset_values)),
        source TEXT, source_id TEXT, batch_id INTEGER REFERENCES batches (id),
        created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted_at INTEGER
      ) STRICT`,
      `CREATE INDEX fk_course_presets_batch_id ON course_presets (batch_id) WHERE batch_id IS NOT NULL`,
    ),
  ],
  sql: [
    // null: what stands above it, and at the top the settings.
    `ALTER TABLE courses ADD COLUMN preset_id INTEGER REFERENCES course_presets (id)`,
    `CREATE INDEX fk_courses_preset_id ON courses (preset_id) WHERE preset_id IS NOT NULL`,
    `ALTER TABLE lectures ADD COLUMN preset_id INTEGER REFERENCES course_presets (id)`,
    `CREATE INDEX fk_lectures_preset_id ON lectures (preset_id) WHERE preset_id IS NOT NULL`,
    `ALTER TABLE reviews ADD COLUMN confidence_percent INTEGER
       CHECK (confidence_percent IS NULL OR confidence_percent BETWEEN 0 AND 100)`,
    // kind: the plan of the day, or a selection of its own that `options` describes (JSON, see core/study/contract.ts).
    `ALTER TABLE study_sessions ADD COLUMN kind TEXT NOT NULL DEFAULT 'day' CHECK (kind IN ('day', 'custom'))`,
    `ALTER TABLE study_sessions ADD COLUMN options TEXT CHECK (options IS NULL OR json_valid(options))`,
  ],
};
