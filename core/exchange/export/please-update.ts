import Database from 'better-sqlite3';
import { INDEXES, SCHEMA_11 } from './collection-schema.ts';
import { decksJson, modelsJson, presetsJson } from './legacy-config.ts';

const text = 'Please update to the latest Anki version, then import the file again.';
const stamp = 1_700_000_000;
const typeId = stamp * 1000 + 1;

/** The collection that programs too old for the rest of a package find: one note that says what to do. */
export const writePleaseUpdate = (path: string): void => {
  const db = new Database(path);
  try {
    db.pragma('journal_mode = OFF');
    db.exec(SCHEMA_11);
    const type = {
      key: 1,
      uid: new Uint8Array(16),
      id: typeId,
      name: 'Basic',
      kind: 'standard' as const,
      css: '',
      sortField: 0,
      fields: ['Front', 'Back'],
      templates: [{ ordinal: 0, name: 'Card 1', questionFormat: '{{Front}}', answerFormat: '{{Back}}' }],
      modifiedAt: stamp * 1000,
    };
    db.prepare('INSERT INTO col VALUES (1, ?, ?, ?, 11, 0, 0, 0, ?, ?, ?, ?, ?)').run(
      stamp,
      stamp * 1000,
      stamp * 1000,
      '{}',
      modelsJson([type]),
      decksJson([], () => 1),
      presetsJson([]),
      '{}',
    );
    db.prepare(`INSERT INTO notes VALUES (?, 'update', ?, ?, -1, '', ?, ?, 0, 0, '')`).run(
      typeId + 1,
      typeId,
      stamp,
      `${text}\u001f`,
      text,
    );
    db.prepare(`INSERT INTO cards VALUES (?, ?, 1, 0, ?, -1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, '')`).run(
      typeId + 2,
      typeId + 1,
      stamp,
    );
    db.exec(INDEXES);
  } finally {
    db.close();
  }
};
