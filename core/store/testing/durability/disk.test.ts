import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../temporary-folder.ts';
import { compileJournal, journalEnvironment, journalMissing } from './compile-journal.ts';
import { Disk } from './disk.ts';
import { readJournal, type JournalRecord } from './read-journal.ts';

/** Runs a script whose writes into `folder` are journaled; `mark(text)` acknowledges. */
const journalOf = (body: string): JournalRecord[] => {
  const outside = realpathSync(temporaryFolder());
  const folder = join(outside, 'disk');
  mkdirSync(folder);
  const files = {
    library: compileJournal(outside),
    journal: join(outside, 'journal'),
    folder,
    marks: join(outside, 'marks'),
  };
  const script = `
    import fs from 'node:fs';
    import { join } from 'node:path';
    const at = (...names) => join(${JSON.stringify(folder)}, ...names);
    const marks = fs.openSync(${JSON.stringify(files.marks)}, 'a');
    const mark = (text) => fs.writeSync(marks, text);
    const sync = (path) => { const fd = fs.openSync(path); fs.fsyncSync(fd); fs.closeSync(fd); };
    ${body}`;
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
    env: journalEnvironment(files),
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  expect(status).toBe(0);
  return readJournal(files.journal);
};

/** The folder after a power cut right after a mark. */
const cutAfter = (
  records: readonly JournalRecord[],
  mark: string,
  survival: 'synced_only' | { unit(): number } = 'synced_only',
): string => {
  const disk = new Disk();
  for (const record of records) {
    disk.apply(record);
    if (record.kind === 'mark' && record.text === mark) break;
  }
  const folder = temporaryFolder();
  disk.writeTo(folder, survival);
  return folder;
};

const missing = journalMissing();

describe.skipIf(missing !== undefined)(
  `a power cut${missing === undefined ? '' : `: not run (${missing})`}`,
  () => {
    it('keeps contents that were synced and names whose folder was', () => {
      const records = journalOf(`
        fs.writeFileSync(at('kept'), 'one');
        sync(at('kept'));
        mark('no name');
        sync(at());
        mark('named');
        fs.appendFileSync(at('kept'), ' two');
        mark('appended');
        fs.fdatasyncSync(fs.openSync(at('kept'), 'r+'));
        fs.truncateSync(at('kept'), 2);
        mark('cut off');
        fs.writeFileSync(at('empty'), 'never synced');
        sync(at());
        mark('empty');`);
      expect(existsSync(join(cutAfter(records, 'no name'), 'kept'))).toBe(false);
      expect(readFileSync(join(cutAfter(records, 'named'), 'kept'), 'utf8')).toBe('one');
      expect(readFileSync(join(cutAfter(records, 'appended'), 'kept'), 'utf8')).toBe('one');
      expect(readFileSync(join(cutAfter(records, 'cut off'), 'kept'), 'utf8')).toBe('one two');
      expect(readFileSync(join(cutAfter(records, 'empty'), 'empty'), 'utf8')).toBe('');
    });

    it('takes back renames, removals and new folders that were not synced', () => {
      const records = journalOf(`
        fs.mkdirSync(at('inner', 'most'), { recursive: true });
        fs.writeFileSync(at('old'), 'old');
        fs.copyFileSync(at('old'), at('inner', 'most', 'copy'));
        sync(at('old')); sync(at('inner', 'most', 'copy')); sync(at('inner', 'most'));
        mark('no folder');
        sync(at('inner')); sync(at());
        mark('all');
        fs.renameSync(at('old'), at('new'));
        fs.rmSync(at('inner'), { recursive: true });
        mark('not yet');
        sync(at());
        mark('done');`);
      expect(existsSync(join(cutAfter(records, 'no folder'), 'inner'))).toBe(false);
      for (const mark of ['all', 'not yet']) {
        const folder = cutAfter(records, mark);
        expect(readFileSync(join(folder, 'old'), 'utf8')).toBe('old');
        expect(readFileSync(join(folder, 'inner', 'most', 'copy'), 'utf8')).toBe('old');
        expect(existsSync(join(folder, 'new'))).toBe(false);
      }
      const done = cutAfter(records, 'done');
      expect(readFileSync(join(done, 'new'), 'utf8')).toBe('old');
      expect(existsSync(join(done, 'old'))).toBe(false);
      expect(existsSync(join(done, 'inner'))).toBe(false);
    });

    it('may leave any sectors of a write that was not synced, and never touches what was', () => {
      const records = journalOf(`
        fs.writeFileSync(at('file'), Buffer.alloc(700, 'a'));
        sync(at('file')); sync(at());
        const fd = fs.openSync(at('file'), 'r+');
        fs.writevSync(fd, [Buffer.alloc(300, 'b'), Buffer.alloc(200, 'b')], 600);
        mark('torn');`);
      const seen = new Set<string>();
      for (const first of [0, 0.9]) {
        for (const second of [0, 0.9]) {
          // How many names survive, the share that survives, then the pieces: 600–900, 900–1024, 1024–1100.
          const draws = [0.99, 0.5, first, first, second];
          const folder = cutAfter(records, 'torn', { unit: () => draws.shift() ?? 0 });
          const text = readFileSync(join(folder, 'file'), 'latin1');
          expect(text.slice(0, 600)).toBe('a'.repeat(600));
          seen.add(text.replace(/(.)\1*/g, (run, letter: string) => `${letter}${run.length} `));
        }
      }
      expect(seen).toEqual(new Set(['a600 b500 ', 'a600 b424 ', 'a700 \x00324 b76 ', 'a700 ']));
    });
  },
);
