import { table } from '../kinds.ts';
import type { Migration } from './migration.ts';

const uid = `uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16)`;
const stamps = `created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted_at INTEGER`;
/** Where an imported row came from, so that a second import updates it and an export round-trips. */
const origin = `source TEXT, source_id TEXT, batch_id INTEGER REFERENCES batches (id)`;
const originIndexes = (name: string): string[] => [
  `CREATE INDEX fk_${name}_batch_id ON ${name} (batch_id) WHERE batch_id IS NOT NULL`,
];

/** Courses, lectures, objectives, note types, notes, cards, tags and media. */
export const migration0002: Migration = {
  version: 2,
  name: 'library',
  minReader: 2,
  minWriter: 2,
  tables: [
    table(
      'batches',
      'entered',
      'cells',
      // The unit of import and of undoing one.
      `CREATE TABLE batches (
        id INTEGER PRIMARY KEY, ${uid},
        kind TEXT NOT NULL CHECK (kind IN ('anki', 'sample')),
        label TEXT NOT NULL,
        counts TEXT NOT NULL CHECK (json_valid(counts)),
        undone_at INTEGER, ${stamps}
      ) STRICT`,
    ),
    table(
      'courses',
      'entered',
      'cells',
      `CREATE TABLE courses (
        id INTEGER PRIMARY KEY, ${uid}, title TEXT NOT NULL, description TEXT NOT NULL DEFAULT '',
        position INTEGER NOT NULL, ${origin}, ${stamps}
      ) STRICT`,
      ...originIndexes('courses'),
    ),
    table(
      'lectures',
      'entered',
      'cells',
      `CREATE TABLE lectures (
        id INTEGER PRIMARY KEY, ${uid},
        course_id INTEGER NOT NULL REFERENCES courses (id),
        parent_id INTEGER REFERENCES lectures (id),
        title TEXT NOT NULL, position INTEGER NOT NULL, ${origin}, ${stamps}
      ) STRICT`,
      `CREATE INDEX fk_lectures_course_id ON lectures (course_id)`,
      `CREATE INDEX fk_lectures_parent_id ON lectures (parent_id)`,
      ...originIndexes('lectures'),
    ),
    table(
      'learning_objectives',
      'entered',
      'cells',
      `CREATE TABLE learning_objectives (
        id INTEGER PRIMARY KEY, ${uid},
        lecture_id INTEGER NOT NULL REFERENCES lectures (id),
        title TEXT NOT NULL, position INTEGER NOT NULL, ${origin}, ${stamps}
      ) STRICT`,
      `CREATE INDEX fk_learning_objectives_lecture_id ON learning_objectives (lecture_id)`,
      ...originIndexes('learning_objectives'),
    ),
    table(
      'objective_prerequisites',
      'entered',
      'cells',
      `CREATE TABLE objective_prerequisites (
        objective_id INTEGER NOT NULL REFERENCES learning_objectives (id),
        prerequisite_id INTEGER NOT NULL REFERENCES learning_objectives (id),
        created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,
        PRIMARY KEY (objective_id, prerequisite_id),
        CHECK (objective_id <> prerequisite_id)
      ) STRICT, WITHOUT ROWID`,
      `CREATE INDEX fk_objective_prerequisites_prerequisite_id ON objective_prerequisites (prerequisite_id)`,
    ),
    table(
      'objective_rules',
      'entered',
      'cells',
      // "All cards of this lecture": one row instead of one for each of 100,000 imported cards.
      `CREATE TABLE objective_rules (
        objective_id INTEGER NOT NULL REFERENCES learning_objectives (id),
        lecture_id INTEGER NOT NULL REFERENCES lectures (id),
        created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,
        PRIMARY KEY (objective_id, lecture_id)
      ) STRICT, WITHOUT ROWID`,
      `CREATE INDEX fk_objective_rules_lecture_id ON objective_rules (lecture_id)`,
    ),
    table(
      'note_types',
      'entered',
      'cells',
      `CREATE TABLE note_types (
        id INTEGER PRIMARY KEY, ${uid}, name TEXT NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('standard', 'cloze')),
        css TEXT NOT NULL, sort_field INTEGER NOT NULL DEFAULT 0, ${origin}, ${stamps}
      ) STRICT`,
      ...originIndexes('note_types'),
    ),
    table(
      'note_fields',
      'entered',
      'cells',
      `CREATE TABLE note_fields (
        id INTEGER PRIMARY KEY, ${uid},
        note_type_id INTEGER NOT NULL REFERENCES note_types (id),
        ordinal INTEGER NOT NULL, name TEXT NOT NULL,
        created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,
        UNIQUE (note_type_id, ordinal)
      ) STRICT`,
    ),
    table(
      'card_templates',
      'entered',
      'cells',
      `CREATE TABLE card_templates (
        id INTEGER PRIMARY KEY, ${uid},
        note_type_id INTEGER NOT NULL REFERENCES note_types (id),
        ordinal INTEGER NOT NULL, name TEXT NOT NULL,
        question_format TEXT NOT NULL, answer_format TEXT NOT NULL,
        created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,
        UNIQUE (note_type_id, ordinal)
      ) STRICT`,
    ),
    table(
      'notes',
      'entered',
      'cells',
      `CREATE TABLE notes (
        id INTEGER PRIMARY KEY, ${uid},
        note_type_id INTEGER NOT NULL REFERENCES note_types (id),
        fields TEXT NOT NULL CHECK (json_valid(fields)),
        source_modified_at INTEGER, ${origin}, ${stamps}
      ) STRICT`,
      `CREATE INDEX fk_notes_note_type_id ON notes (note_type_id)`,
      `CREATE INDEX notes_trash ON notes (deleted_at) WHERE deleted_at IS NOT NULL`,
      ...originIndexes('notes'),
    ),
    table(
      'tags',
      'entered',
      'cells',
      `CREATE TABLE tags (
        id INTEGER PRIMARY KEY, ${uid}, name TEXT NOT NULL UNIQUE, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL
      ) STRICT`,
    ),
    table(
      'note_tags',
      'entered',
      'cells',
      `CREATE TABLE note_tags (
        note_id INTEGER NOT NULL REFERENCES notes (id),
        tag_id INTEGER NOT NULL REFERENCES tags (id),
        PRIMARY KEY (note_id, tag_id)
      ) STRICT, WITHOUT ROWID`,
      `CREATE INDEX fk_note_tags_tag_id ON note_tags (tag_id)`,
    ),
    table(
      'cards',
      'entered',
      'cells',
      `CREATE TABLE cards (
        id INTEGER PRIMARY KEY, ${uid},
        note_id INTEGER NOT NULL REFERENCES notes (id),
        ordinal INTEGER NOT NULL CHECK (ordinal >= 0),
        lecture_id INTEGER NOT NULL REFERENCES lectures (id),
        position INTEGER NOT NULL,
        suspended INTEGER NOT NULL DEFAULT 0 CHECK (suspended IN (0, 1)),
        buried_on INTEGER,
        flag INTEGER NOT NULL DEFAULT 0 CHECK (flag BETWEEN 0 AND 7), ${origin}, ${stamps}
      ) STRICT`,
      `CREATE INDEX fk_cards_note_id ON cards (note_id)`,
      `CREATE INDEX fk_cards_lecture_id ON cards (lecture_id)`,
      `CREATE INDEX cards_trash ON cards (lecture_id, deleted_at) WHERE deleted_at IS NOT NULL`,
      ...originIndexes('cards'),
    ),
    table(
      'objective_cards',
      'entered',
      'cells',
      `CREATE TABLE objective_cards (
        objective_id INTEGER NOT NULL REFERENCES learning_objectives (id),
        card_id INTEGER NOT NULL REFERENCES cards (id),
        created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,
        PRIMARY KEY (objective_id, card_id)
      ) STRICT, WITHOUT ROWID`,
      `CREATE INDEX fk_objective_cards_card_id ON objective_cards (card_id)`,
    ),
    table(
      'blobs',
      'entered',
      'cells',
      `CREATE TABLE blobs (
        sha256 BLOB PRIMARY KEY CHECK (length(sha256) = 32),
        size_bytes INTEGER NOT NULL, mime TEXT NOT NULL, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID`,
    ),
    table(
      'media',
      'entered',
      'cells',
      `CREATE TABLE media (
        id INTEGER PRIMARY KEY, ${uid}, name TEXT NOT NULL UNIQUE,
        sha256 BLOB NOT NULL REFERENCES blobs (sha256), ${origin}, ${stamps}
      ) STRICT`,
      `CREATE INDEX fk_media_sha256 ON media (sha256)`,
      ...originIndexes('media'),
    ),
    table(
      'note_search',
      'derived',
      'never',
      // The texts stay in notes: a contentless index of half the size.
      `CREATE VIRTUAL TABLE note_search USING fts5 (text, tags, content = '', contentless_delete = 1,
        tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3')`,
    ),
  ],
};
