import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { profileAt } from '#core/store/profile.ts';
import { temporaryFolder } from '#core/store/testing/temporary-folder.ts';
import type { VerifyReport } from '#core/store/verify.ts';
import { copyProfile, startTestService } from '../service/testing/test-service.ts';
import { runVerify } from './run-verify.ts';

type Ran = { code: number; out: string; err: string };

const verify = (args: readonly string[], cwd = '/'): Ran => {
  const ran: Ran = { code: -1, out: '', err: '' };
  ran.code = runVerify(
    args,
    { env: { XDG_DATA_HOME: cwd }, platform: 'linux', cwd },
    (text) => (ran.out += text),
    (text) => (ran.err += text),
  );
  return ran;
};

let root = '';
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'americano-verify-'));
  const service = await startTestService(join(root, 'profile'));
  await service.server.call('exchange.openSample', {}, { caller: 'test' });
  await service.store.settle();
  await service.close();
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const closedProfile = (): string => copyProfile(join(root, 'profile'), join(temporaryFolder(), 'copy'));

const tamper = (folder: string, sql: string): void => {
  const db = new Database(profileAt(folder).store);
  db.exec(sql);
  db.close();
};

describe('verify', () => {
  it('prints tables, indexes, migrations, integrity, foreign keys, rows by kind and what waits', async () => {
    const { code, out, err } = verify(['--profile', closedProfile()]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^tables +(\d+) of \1$/m);
    expect(out).toMatch(/^indexes +(\d+) of \1$/m);
    expect(out).toMatch(/^twin indexes  16 of 27$/m);
    expect(out).toMatch(/^migrations +(\d+) of \1 \(schema version \1\)$/m);
    expect(out).toMatch(/^integrity +ok$/m);
    expect(out).toMatch(/^foreign keys +ok$/m);
    expect(out).toMatch(/^rows +entered [1-9]\d*, happened 0, generated 0, derived [1-9]\d*, local \d+$/m);
    expect(out).toMatch(/^waiting +0 derived rows to compute$/m);
    expect(out).toMatch(/The store is sound\.\n$/);
  });

  it('prints the same as one line of JSON', async () => {
    const { code, out } = verify(['--json', '--profile', closedProfile()]);
    expect(code).toBe(0);
    expect(out).toMatch(/^\{.*\}\n$/);
    expect(JSON.parse(out)).toMatchObject({ integrity: 'ok', danglingRows: 0, waiting: 0, defects: [] });
  });

  it('works while a service has the profile open', async () => {
    const service = await startTestService(closedProfile());
    const ran = verify(['--json', '--profile', service.folder]);
    const { rows, defects } = JSON.parse(ran.out) as VerifyReport;
    expect(ran.code).toBe(0);
    expect(defects).toEqual([]);
    expect(rows.entered).toBeGreaterThan(100);
    await service.server.call('settings.change', { values: { 'study.newPerDay': 4 } }, { caller: 'test' });
    await service.close();
  });

  it('exits with 1 where a twin index is missing, and says how many there are', async () => {
    const folder = closedProfile();
    tamper(folder, 'DROP INDEX idx_behavioral_events_type_at');
    const { code, out } = verify(['--profile', folder]);
    expect(code).toBe(1);
    expect(out).toMatch(/^twin indexes  15 of 27 \(16 belong to this version\)$/m);
    expect(out).toMatch(/^defect +index idx_behavioral_events_type_at is missing$/m);
  });

  it('names every defect and exits with 1', async () => {
    const folder = closedProfile();
    tamper(folder, 'DROP INDEX fk_cards_note_id; CREATE TABLE stray (a)');
    const { code, out } = verify(['--profile', folder]);
    expect(code).toBe(1);
    expect(out).toMatch(/^defect +index fk_cards_note_id is missing$/m);
    expect(out).toMatch(/^defect +unexpected table stray$/m);
    expect(out).toMatch(/The store has defects: 2\.\n$/);
    const json = verify(['--json', '--profile', folder]);
    expect(json.code).toBe(1);
    expect((JSON.parse(json.out) as VerifyReport).defects).toHaveLength(2);
  });

  it.each<[string, (folder: string) => void, RegExp]>([
    ['missing', () => {}, /^There is no store at \/.*americano\.sqlite\.\n$/],
    [
      'text',
      (folder) => writeFileSync(profileAt(folder).store, 'hello '.repeat(1000)),
      /is damaged and cannot be read \(SQLITE_NOTADB\)/,
    ],
    [
      'a folder',
      (folder) => mkdirSync(profileAt(folder).store),
      /^The disk failed while .* was read \(SQLITE_IOERR/,
    ],
    [
      'of another program',
      (folder) => tamper(folder, 'CREATE TABLE recipes (a)'),
      /is damaged and cannot be read \(not a store\)/,
    ],
    [
      'of a newer version',
      (folder) =>
        tamper(
          folder,
          'CREATE TABLE store_meta (id, min_reader, min_writer); INSERT INTO store_meta VALUES (1, 99, 99); PRAGMA user_version = 99',
        ),
      /was written by a newer version of Americano \(schema 99, this one knows \d+\)/,
    ],
  ])('says in a sentence what a store is that cannot be checked: %s', (_, make, sentence) => {
    const folder = temporaryFolder();
    make(folder);
    const ran = verify(['--profile', folder]);
    expect(ran).toMatchObject({ code: 1, out: '' });
    expect(ran.err).toMatch(sentence);
    expect(ran.err).toMatch(/\.\n$/);
    const json = verify(['--json', '--profile', folder]);
    expect(json.code).toBe(1);
    expect((JSON.parse(json.out) as { defects: string[] }).defects).toEqual([ran.err.trimEnd()]);
  });

  it.each([
    [['--profil', 'x'], 'There is no option --profil.'],
    [['everything'], 'but there is "everything"'],
    [['--json=1'], 'The option --json takes no value.'],
    [['--profile'], 'The option --profile needs a value.'],
  ])('does not understand %j and says so', (args, sentence) => {
    const ran = verify(args, temporaryFolder());
    expect(ran).toMatchObject({ code: 2, out: '' });
    expect(ran.err).toContain(sentence);
  });
});
