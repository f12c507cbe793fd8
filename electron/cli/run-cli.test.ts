import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { samplePackage } from '#core/exchange/anki/testing/sample-package.ts';
import { writePackage } from '#core/exchange/anki/testing/write-package.ts';
import { contract } from '#core/contract.ts';
import { inProcessPair } from '#core/rpc/in-process.ts';
import { profileAt } from '#core/store/profile.ts';
import { temporaryFolder } from '#core/store/testing/temporary-folder.ts';
import { startTestService, type TestService } from '../service/testing/test-service.ts';
import type { FindRunning } from './connect.ts';
import { runInTest, type Ran } from './testing/run-in-test.ts';

const json = (text: string): unknown => JSON.parse(text);
const at = ['--now', '2026-03-02T10:00:00+01:00', '--zone', 'Europe/Berlin', '--seed', '7'];
const sentence = /^[A-Z"/-].*\.\n$/;

/** A service that has a profile open, found as a terminal finds the host. */
const running = async (): Promise<{ service: TestService; findRunning: FindRunning; profile: string[] }> => {
  const service = await startTestService(temporaryFolder());
  onTestFinished(() => service.close());
  const findRunning: FindRunning = (profile) => {
    if (profile.folder !== service.folder) return Promise.resolve(undefined);
    const pair = inProcessPair();
    service.server.connect(pair.server, { caller: 'cli' });
    return Promise.resolve({ transport: pair.client, close: () => pair.client.close() });
  };
  return { service, findRunning, profile: ['--profile', service.folder] };
};

describe('procedures', () => {
  it('prints one JSON object: every procedure by name, with its kind and the schemas of input and output', async () => {
    const { code, out, err } = await runInTest(['procedures']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const listed = json(out) as Record<string, { kind: string; input: unknown; output: unknown }>;
    expect(Object.keys(listed)).toEqual(Object.keys(contract).sort());
    expect(listed['study.answer']).toMatchObject({
      kind: 'command',
      input: {
        type: 'object',
        required: expect.arrayContaining(['request', 'session', 'card', 'rating']) as unknown,
      },
      output: { type: 'object' },
    });
    expect(JSON.stringify(listed['library.media']?.output)).toContain('"contentEncoding":"base64"');
  });
});

describe('call', () => {
  it('answers with one line of JSON and makes the profile it is given', async () => {
    const cwd = temporaryFolder();
    const ran = await runInTest(['--profile', 'mine', ...at, 'call', 'study.today'], { cwd });
    expect(ran).toMatchObject({ code: 0, err: '' });
    expect(ran.out).toMatch(/^\{.*\}\n$/);
    expect(json(ran.out)).toMatchObject({ now: Date.UTC(2026, 2, 2, 9), studyDay: 20_514, hasCards: false });
    expect(existsSync(join(cwd, 'mine', 'americano.sqlite'))).toBe(true);
  });

  it('uses the folder of the system without --profile', async () => {
    const home = temporaryFolder();
    await runInTest(['call', 'settings.read'], { env: { XDG_DATA_HOME: home } });
    expect(existsSync(join(home, 'americano', 'profiles', 'default', 'americano.sqlite'))).toBe(true);
  });

  it('reads the input from standard input with -', async () => {
    const profile = ['--profile', temporaryFolder()];
    const input = JSON.stringify({ values: { 'study.newPerDay': 3 } });
    const ran = await runInTest([...profile, 'call', 'settings.change', '-'], { input });
    expect(json(ran.out)).toMatchObject({ 'study.newPerDay': 3 });
    const read = await runInTest([...profile, 'call', 'settings.read']);
    expect(json(read.out)).toMatchObject({ 'study.newPerDay': 3 });
  });

  it('makes the same ids from the same seed, and others from another', async () => {
    const sessionOf = async (seed: string): Promise<string> => {
      const args = [
        '--profile',
        temporaryFolder(),
        '--now',
        '1700000000000',
        '--seed',
        seed,
        'call',
        'study.start',
      ];
      const ran = await runInTest([...args, '{"scope":{}}']);
      return (json(ran.out) as { session: { uid: string } }).session.uid;
    };
    const first = await sessionOf('1');
    expect(await sessionOf('1')).toBe(first);
    expect(await sessionOf('2')).not.toBe(first);
    expect(first.slice(0, 12)).toBe((1_700_000_000_000).toString(16).padStart(12, '0'));
  });

  it('waits for the job that a command starts and prints its result', async () => {
    const profile = ['--profile', temporaryFolder()];
    const ran = await runInTest([...profile, 'call', 'store.check']);
    expect(ran).toMatchObject({ code: 0, err: '' });
    expect(json(ran.out)).toEqual({
      job: expect.stringMatching(/^[0-9a-f]{32}$/) as unknown,
      state: 'done',
      result: expect.objectContaining({ integrity: 'ok', defects: [] }) as unknown,
    });
    expect(ran.progress.at(-1)).toBe('done');
  });

  it('stages a package by a path relative to where it was typed', async () => {
    const cwd = temporaryFolder();
    await writePackage(join(cwd, 'deck.apkg'), 3, samplePackage);
    const ran = await runInTest(
      ['--profile', join(cwd, 'p'), 'call', 'exchange.stage', '{"path":"deck.apkg"}'],
      { cwd },
    );
    expect(ran.err).toBe('');
    expect(json(ran.out)).toMatchObject({
      state: 'done',
      result: { label: 'deck.apkg', counts: { notes: 3, cards: 5 } },
    });
  });

  it('looks at a backup with one call and restores it with the next', async () => {
    const call = async (name: string, input: unknown): Promise<Record<string, unknown>> => {
      const ran = await runInTest(['--profile', folder, 'call', name, JSON.stringify(input)]);
      expect(ran.err).toBe('');
      return json(ran.out) as Record<string, unknown>;
    };
    const folder = temporaryFolder();
    await call('settings.change', { values: { 'study.newPerDay': 3 } });
    const made = await call('backups.make', {});
    const { uid: backup } = made['result'] as { uid: string };
    await call('settings.change', { values: { 'study.newPerDay': 4 } });
    const looked = await call('backups.preview', { backup });
    const { prepared } = looked['result'] as { prepared: string };
    expect(looked).toMatchObject({ state: 'done', result: { settings: ['study.newPerDay'] } });
    expect(await call('backups.restore', { prepared })).toMatchObject({ state: 'done' });
    expect(await call('settings.read', {})).toMatchObject({ 'study.newPerDay': 3 });
    expect(readdirSync(profileAt(folder).staging)).toEqual([]);
    const again = await runInTest([
      '--profile',
      folder,
      'call',
      'backups.restore',
      JSON.stringify({ prepared }),
    ]);
    expect(json(again.err)).toMatchObject({ kind: 'not_found' });
  });

  it('says why a job failed, as the error of the call', async () => {
    const cwd = temporaryFolder();
    await writePackage(join(cwd, 'deck.apkg'), 2, samplePackage);
    const whole = readFileSync(join(cwd, 'deck.apkg'));
    writeFileSync(join(cwd, 'half.apkg'), whole.subarray(0, whole.length / 2));
    const ran = await runInTest(
      ['--profile', join(cwd, 'p'), 'call', 'exchange.stage', '{"path":"half.apkg"}'],
      { cwd },
    );
    expect(ran).toMatchObject({ code: 1, out: '' });
    expect(json(ran.err)).toMatchObject({
      kind: 'package_refused',
      details: { reason: expect.any(String) as unknown },
    });
  });

  it('gives media as base64', async () => {
    const profile = ['--profile', temporaryFolder()];
    await runInTest([...profile, 'call', 'exchange.openSample']);
    const ran = await runInTest([...profile, 'call', 'library.media', '{"name":"forgetting-curve.svg"}']);
    const { file } = json(ran.out) as { file: { mime: string; bytes: string } };
    const shipped = readFileSync(
      new URL('../../resources/sample-course/media/forgetting-curve.svg', import.meta.url),
    );
    expect(Buffer.from(file.bytes, 'base64').equals(shipped)).toBe(true);
    expect(file.mime).toBe('image/svg+xml');
  });

  it('takes bytes as base64', async () => {
    const { findRunning, profile } = await running();
    const opened = await runInTest(
      [...profile, 'call', 'exchange.openUpload', '{"name":"a.apkg","sizeBytes":3}'],
      { findRunning },
    );
    const { upload } = json(opened.out) as { upload: string };
    const piece = JSON.stringify({ upload, offset: 0, bytes: Buffer.from('abc').toString('base64') });
    const written = await runInTest([...profile, 'call', 'exchange.writeUpload', piece], { findRunning });
    expect(json(written.out)).toEqual({ receivedBytes: 3 });
  });

  it('prints a line for each item of a stream until it is interrupted', async () => {
    const { service, findRunning, profile } = await running();
    const abort = new AbortController();
    const lines: string[] = [];
    const streaming = runInTest([...profile, 'call', 'store.changes'], {
      findRunning,
      signal: abort.signal,
      onOut: (text) => {
        lines.push(text);
        if (lines.length === 2) abort.abort();
        else
          void service.server.call(
            'settings.change',
            { values: { 'study.newPerDay': 8 } },
            { caller: 'test' },
          );
      },
    });
    const ran = await streaming;
    expect(ran).toMatchObject({ code: 0, err: '' });
    const [place, change] = ran.out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);
    expect(place).toMatchObject({ stale: [], isGap: false });
    expect(change).toMatchObject({ stale: expect.arrayContaining(['settings.read']) as unknown });
  });

  it.each<[string, string[], Record<string, unknown>]>([
    [
      'an input that does not fit',
      ['settings.change', '{"values":{"study.newPerDay":-1}}'],
      { kind: 'invalid' },
    ],
    ['something that is not there', ['library.card', `{"card":"${'0'.repeat(32)}"}`], { kind: 'not_found' }],
    [
      'a procedure that does not exist',
      ['study.guess'],
      { kind: 'unknown_procedure', details: { name: 'study.guess' } },
    ],
    ['a name of the language', ['constructor'], { kind: 'unknown_procedure' }],
  ])('answers with an error as JSON: %s', async (_, call, error) => {
    const ran = await runInTest(['--profile', temporaryFolder(), 'call', ...call]);
    expect(ran).toMatchObject({ code: 1, out: '' });
    expect(ran.err).toMatch(/^\{.*\}\n$/);
    expect(json(ran.err)).toMatchObject({ details: {}, ...error });
  });

  it('makes no profile for a call that cannot be', async () => {
    const cwd = temporaryFolder();
    await runInTest(['--profile', 'p', 'call', 'no.such'], { cwd });
    await runInTest(['--profile', 'p', 'call', 'study.today', '{'], { cwd });
    await runInTest(['--profile', 'p', '--zone', 'Nowhere', 'call', 'study.today'], { cwd });
    expect(existsSync(join(cwd, 'p'))).toBe(false);
  });
});

describe('a profile that a service has open', () => {
  it('is asked there', async () => {
    const { service, findRunning, profile } = await running();
    const ran = await runInTest(
      [...profile, 'call', 'settings.change', '{"values":{"appearance.theme":"dark"}}'],
      { findRunning },
    );
    expect(ran).toMatchObject({ code: 0, err: '' });
    expect(await service.server.call('settings.read', {}, { caller: 'test' })).toMatchObject({
      'appearance.theme': 'dark',
    });
  });

  it('has its own clock and ids', async () => {
    const { findRunning, profile } = await running();
    for (const option of [
      ['--now', '0'],
      ['--zone', 'UTC'],
      ['--seed', '1'],
    ]) {
      const ran = await runInTest([...profile, ...option, 'call', 'study.today'], { findRunning });
      expect(ran).toMatchObject({
        code: 2,
        out: '',
        err: expect.stringContaining('its own clock') as unknown,
      });
    }
  });

  it('goes on with a job that nobody waits for', async () => {
    const { service, findRunning, profile } = await running();
    const ran = await runInTest([...profile, '--no-wait', 'call', 'store.rebuild'], { findRunning });
    const { job, ...rest } = json(ran.out) as { job: string };
    expect(rest).toEqual({});
    expect((await service.jobs.ended(job)).state).toBe('done');
    const alone = await runInTest(['--profile', temporaryFolder(), '--no-wait', 'call', 'store.rebuild']);
    expect(alone).toMatchObject({ code: 2, err: expect.stringMatching(sentence) as unknown });
  });
});

describe('a command line that is not understood', () => {
  it.each<[string[], string]>([
    [[], 'Say what to do'],
    [['listen'], 'There is no command "listen"'],
    [['call'], 'Say which procedure'],
    [['call', 'study.today', '{}', '{}'], 'Nothing may follow the input'],
    [['procedures', 'all'], 'Nothing may follow procedures'],
    [['call', 'study.today', 'today'], 'The input is not JSON'],
    [['call', 'study.today', ''], 'The input is not JSON'],
    [['--profil', 'x', 'call', 'study.today'], 'There is no option --profil.'],
    [['--profile'], 'The option --profile needs a value'],
    [['--profile=', 'call', 'study.today'], 'The option --profile needs a folder'],
    [['--profile', '/dev/null', 'call', 'study.today'], '/dev/null is no folder'],
    [['--no-wait=yes', 'call', 'study.today'], 'The option --no-wait takes no value'],
    [['--now', 'yesterday', 'call', 'study.today'], '--now takes'],
    [['--now', '2026-03-02T10:00:00', 'call', 'study.today'], '--now takes'],
    [['--now', '253402300800000', 'call', 'study.today'], '--now takes'],
    [['--zone', 'Europe/Atlantis', 'call', 'study.today'], '"Europe/Atlantis" is no time zone'],
    [['--seed', '1.5', 'call', 'study.today'], '--seed takes a whole number'],
    [['call', 'exchange.writeUpload', '{"bytes":"%%%"}'], 'not base64'],
    [['call', 'study.today', '--format', 'apkg'], 'There is no option --format for study.today'],
    [['call', 'exchange.stage', '[]', '--path', 'a'], 'The option --path needs an input that is an object'],
    [['call', 'exchange.stage', '--path'], 'The option --path needs a value'],
    [['procedures', '--path', 'a'], 'The option --path goes with call'],
  ])('%j is answered with a sentence', async (args, start) => {
    const ran: Ran = await runInTest(args, { env: { XDG_DATA_HOME: temporaryFolder() } });
    expect(ran).toMatchObject({ code: 2, out: '' });
    expect(ran.err).toMatch(sentence);
    expect(ran.err).toContain(start);
  });

  it('finds the way with help', async () => {
    const ran = await runInTest(['--help']);
    expect(ran).toMatchObject({ code: 0, err: '' });
    expect(ran.out).toContain('call FEATURE.VERB');
  });
});
