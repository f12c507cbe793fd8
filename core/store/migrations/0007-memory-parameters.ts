import { table } from '../kinds.ts';
import type { Migration } from './migration.ts';

/**
 * Memory parameters fitted to the owner's log, and what derived rows stand on beside their own facts, so that a change
 * of the parameters in force computes every memory again, in slices, however that change came about.
 */
export const migration0007: Migration = {
  version: 7,
  name: 'memory parameters',
  minReader: 3,
  minWriter: 3,
  tables: [
    table(
      'scheduler_parameters',
      'generated',
      'generated',
      // uid: of device, study day and kind, so that a day has one fit of a kind and the first one stays. Rejected ones
      // are kept with their reason. weights: 21 numbers; fast_ms and slow_ms: the times of a time-graded fit.
      `CREATE TABLE scheduler_parameters (
        id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
        at INTEGER NOT NULL,
        utc_offset_min INTEGER NOT NULL,
        study_day INTEGER NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('fsrs6', 'fsrs6_time_graded')),
        accepted INTEGER NOT NULL CHECK (accepted IN (0, 1)),
        reason TEXT CHECK (reason IN ('no_gain', 'too_few')),
        weights TEXT NOT NULL CHECK (json_valid(weights)),
        fast_ms REAL, slow_ms REAL,
        reviews INTEGER NOT NULL,
        answers_seen INTEGER NOT NULL,
        trained_until INTEGER NOT NULL,
        trained_on INTEGER NOT NULL,
        held_out INTEGER NOT NULL,
        default_loss REAL, in_force_loss REAL, fitted_loss REAL,
        gain REAL, gain_low REAL, gain_high REAL,
        CHECK ((accepted = 1) = (reason IS NULL)),
        CHECK ((kind = 'fsrs6_time_graded' AND accepted = 1) <= (fast_ms IS NOT NULL AND slow_ms IS NOT NULL))
      ) STRICT`,
      `CREATE INDEX scheduler_parameters_in_force ON scheduler_parameters (kind, at, uid) WHERE accepted = 1`,
    ),
    table(
      'derivation_bases',
      'local',
      'never',
      // basis: what all rows of the derivation were computed with; next_key: rows from here on still stand on an earlier
      // basis, null: none do.
      `CREATE TABLE derivation_bases (
        derivation TEXT PRIMARY KEY,
        basis TEXT NOT NULL,
        next_key INTEGER
      ) STRICT, WITHOUT ROWID`,
    ),
  ],
};
