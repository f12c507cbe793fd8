import { appendOnlyTriggers, table } from '../kinds.ts';
import type { Migration } from './migration.ts';

const stamps = 'created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL';

/** Exams, and practice tests with their answers. */
export const migration0010: Migration = {
  version: 10,
  name: 'practice tests',
  minReader: 3,
  minWriter: 3,
  tables: [
    table(
      'exams',
      'entered',
      'cells',
      // every_objective: all that the course has, those that come later too; exam_objectives is then empty.
      `CREATE TABLE exams (
        id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
        course_id INTEGER NOT NULL REFERENCES courses (id),
        title TEXT NOT NULL, exam_day INTEGER NOT NULL,
        every_objective INTEGER NOT NULL CHECK (every_objective IN (0, 1)),
        ${stamps}, deleted_at INTEGER
      ) STRICT`,
      `CREATE INDEX fk_exams_course_id ON exams (course_id)`,
    ),
    table(
      'exam_objectives',
      'entered',
      'cells',
      `CREATE TABLE exam_objectives (
        exam_id INTEGER NOT NULL REFERENCES exams (id),
        objective_id INTEGER NOT NULL REFERENCES learning_objectives (id),
        ${stamps},
        PRIMARY KEY (exam_id, objective_id)
      ) STRICT, WITHOUT ROWID`,
      `CREATE INDEX fk_exam_objectives_objective_id ON exam_objectives (objective_id)`,
    ),
    table(
      'assessments',
      'entered',
      'cells',
      // questions and options: JSON, see core/study/assessments/stored-test.ts. The questions never change after the start.
      `CREATE TABLE assessments (
        id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
        exam_id INTEGER REFERENCES exams (id),
        title TEXT NOT NULL,
        options TEXT NOT NULL CHECK (json_valid(options)),
        questions TEXT NOT NULL CHECK (json_valid(questions) AND length(questions) <= 1000000),
        started_at INTEGER NOT NULL,
        ended_at INTEGER,
        outcome TEXT CHECK (outcome IN ('finished', 'abandoned')),
        utc_offset_min INTEGER NOT NULL, study_day INTEGER NOT NULL,
        ${stamps}, deleted_at INTEGER,
        CHECK ((ended_at IS NULL) = (outcome IS NULL))
      ) STRICT`,
      `CREATE INDEX fk_assessments_exam_id ON assessments (exam_id) WHERE exam_id IS NOT NULL`,
      `CREATE INDEX assessments_started_at ON assessments (started_at)`,
    ),
    table(
      'assessment_answers',
      'happened',
      'events',
      // uid is the page's request: one request, one answer. place: the question's, from 0.
      `CREATE TABLE assessment_answers (
        assessment_id INTEGER NOT NULL REFERENCES assessments (id),
        at INTEGER NOT NULL,
        uid BLOB NOT NULL CHECK (length(uid) = 16),
        place INTEGER NOT NULL CHECK (place >= 0),
        correct INTEGER NOT NULL CHECK (correct IN (0, 1)),
        given TEXT,
        confidence_percent INTEGER CHECK (confidence_percent BETWEEN 0 AND 100),
        duration_ms INTEGER NOT NULL CHECK (duration_ms >= 0),
        utc_offset_min INTEGER NOT NULL, study_day INTEGER NOT NULL,
        PRIMARY KEY (assessment_id, at, uid)
      ) STRICT, WITHOUT ROWID`,
      `CREATE UNIQUE INDEX assessment_answers_request ON assessment_answers (uid)`,
      ...appendOnlyTriggers('assessment_answers'),
      `CREATE VIEW live_assessment_answers AS
        SELECT a.* FROM assessment_answers a
        WHERE NOT EXISTS (SELECT 1 FROM log_undos u WHERE u.target_uid = a.uid AND u.undone = 1)`,
    ),
  ],
};
