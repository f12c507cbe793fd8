import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { systemClock } from '#core/store/clock.ts';
import { acquireLock } from '#core/store/lock.ts';
import { migrate } from '#core/store/migrate.ts';
import { migrations } from '#core/store/migrations/index.ts';
import { applyWriterPragmas } from '#core/store/pragmas.ts';
import { createProfile, profileAt } from '#core/store/profile.ts';
import { temporaryFolder } from '#core/store/testing/temporary-folder.ts';
import { uidSource } from '#core/store/uid.ts';
import { fileLog } from '../service/log.ts';
import { startService } from '../service/start-service.ts';
import { writeHostFile } from './host-file.ts';
import { connectToRunning } from './running-host.ts';
import { checkoutIn, startProcess, type HostProcess } from './testing/host-process.ts';
import { requestText, sendRaw } from './testing/raw-http.ts';
import { openWindow } from './testing/window-client.ts';

const launched = async (host: HostProcess): Promise<{ address: string; ticket: string }> => {
  const launch = await host.address;
  if (launch === undefined) throw new Error(`it ended: ${(await host.end).stderr}`);
  return launch;
};
const place = (): { checkout: string; profile: string } => {
  const checkout = checkoutIn(temporaryFolder());
  return { checkout, profile: join(checkout, 'profile') };
};

describe('a start', () => {
  it('prints an address that opens a window; a second one prints another address of the same service', async () => {
    const { checkout, profile } = place();
    const first = startProcess(checkout, ['--no-open', '--profile', profile]);
    const launch = await launched(first);
    const page = await sendRaw(launch.address, requestText(launch.address, 'GET /'));
    expect(page?.body).toContain('<title>A page</title>');
    const second = startProcess(checkout, ['--no-open', '--profile', profile]);
    const other = await launched(second);
    expect((await second.end).code).toBe(0);
    expect(other.address).toBe(launch.address);
    expect(other.ticket).not.toBe(launch.ticket);
    for (const { address, ticket } of [launch, other]) {
      const { client } = await openWindow(address, ticket);
      expect(await client.call('study.today', {})).toHaveProperty('due');
    }
    // Terminals find it too, and SIGTERM ends it and them with nothing left behind.
    const running = await connectToRunning(profileAt(profile));
    expect(running).toBeDefined();
    first.kill('SIGTERM');
    expect(await first.end).toMatchObject({ code: 0, stderr: '' });
    expect(readdirSync(profile).filter((name) => /host\.json|launch-|-wal/.test(name))).toEqual([]);
  });

  it('does not mind what a killed one left', async () => {
    const { checkout, profile } = place();
    const killed = startProcess(checkout, ['--no-open', '--profile', profile]);
    await launched(killed);
    killed.kill('SIGKILL');
    await killed.end;
    writeFileSync(join(profile, `launch-${'0'.repeat(32)}.html`), '');
    expect(existsSync(join(profile, 'host.json'))).toBe(true);
    const next = startProcess(checkout, ['--no-open', '--profile', profile]);
    const { address, ticket } = await launched(next);
    expect(readdirSync(profile).filter((name) => name.startsWith('launch-'))).toEqual([]);
    const { client } = await openWindow(address, ticket);
    expect(await client.call('study.today', {})).toHaveProperty('due');
    next.kill('SIGINT');
    expect((await next.end).code).toBe(0);
  });

  it('waits for one that is just ending', async () => {
    const { checkout, profile } = place();
    const lock = acquireLock(createProfile(profile).lock);
    const host = startProcess(checkout, ['--no-open', '--profile', profile]);
    setTimeout(() => lock.release(), 1_500);
    await launched(host);
    host.kill('SIGTERM');
    expect((await host.end).code).toBe(0);
  });

  it('opens a browser where there is a display, and says so when it cannot', async () => {
    const { checkout, profile } = place();
    const browser = join(checkout, 'chromium');
    writeFileSync(browser, '#!/absent/interpreter\n');
    chmodSync(browser, 0o755);
    const host = startProcess(checkout, ['--profile', profile], { PATH: checkout, DISPLAY: ':0' });
    await launched(host);
    host.kill('SIGTERM');
    expect((await host.end).stdout).toContain('could not be started');
  });

  it('without a display prints the address and says why', async () => {
    const { checkout, profile } = place();
    const host = startProcess(checkout, ['--profile', profile]);
    await launched(host);
    host.kill('SIGTERM');
    expect((await host.end).stdout).toContain('no display');
  });
});

/** One sentence, without a stack. */
const expectSentence = async (host: HostProcess, code: number, words: RegExp): Promise<void> => {
  const ended = await host.end;
  expect(ended.stderr).toMatch(words);
  expect(ended.stderr.trimEnd()).not.toMatch(/\n/);
  expect(ended).toMatchObject({ code, stdout: '' });
};

/** A profile as the version before left it. */
const olderProfile = (profile: string): void => {
  const file = createProfile(profile).store;
  const db = new Database(file);
  applyWriterPragmas(db);
  migrate(db, systemClock, uidSource(systemClock), migrations.slice(0, -1));
  db.close();
};

describe('on a machine without npm, by a tool that rolls out', () => {
  it('goes back a version and ends, and ends with 1 where there is nothing to go back to', async () => {
    const { checkout, profile } = place();
    olderProfile(profile);
    const log = fileLog(profile);
    await (
      await startService({ folder: profile, clock: systemClock, ids: uidSource(systemClock), log })
    ).close();
    const back = (at: string) =>
      startProcess(checkout, ['--profile', at, '--rollback-store', '--no-open']).end;
    const done = await back(profile);
    expect(done).toMatchObject({ code: 0, stderr: '' });
    expect(done.stdout).toMatch(/^The store went back from version \d+ to version \d+\./);
    expect(done.stdout).not.toContain('ticket');
    const other = join(checkout, 'other');
    createProfile(other);
    expect(await back(other)).toMatchObject({ code: 1, stdout: '' });
  });

  it('checks a profile and says by its code whether it is sound', async () => {
    const { checkout, profile } = place();
    const log = fileLog(profile);
    await (
      await startService({ folder: profile, clock: systemClock, ids: uidSource(systemClock), log })
    ).close();
    const check = () => startProcess(checkout, ['--profile', profile, '--verify']).end;
    const before = readFileSync(profileAt(profile).store);
    expect(await check()).toMatchObject({ code: 0, stderr: '' });
    expect(readFileSync(profileAt(profile).store).equals(before)).toBe(true);
    writeFileSync(profileAt(profile).store, Buffer.alloc(8192, 'no store'));
    const found = await check();
    expect(found.code).toBe(1);
    expect(found.stderr).toMatch(/is damaged/);
  });

  it('says how it is called', async () => {
    const { checkout, profile } = place();
    const said = await startProcess(checkout, ['--help']).end;
    expect(said).toMatchObject({ code: 0, stderr: '' });
    expect(said.stdout).toContain('--rollback-store');
    expect(existsSync(profile)).toBe(false);
  });
});

describe('a start that fails says why', () => {
  it('flags', async () => {
    const { checkout } = place();
    const [port, unknown] = [['--port', 'x'], ['--frobnicate']].map((args) => startProcess(checkout, args));
    if (port === undefined || unknown === undefined) throw new Error('two were started');
    await expectSentence(port, 2, /^--port takes a number/);
    await expectSentence(unknown, 2, /--frobnicate/);
  });

  it('no build of the page', async () => {
    const checkout = checkoutIn(temporaryFolder(), false);
    const profile = join(checkout, 'profile');
    await expectSentence(startProcess(checkout, ['--profile', profile]), 1, /has not been built/);
    expect(existsSync(profile)).toBe(false);
  });

  it('a folder that cannot be made', async () => {
    const { checkout } = place();
    const profile = join(checkout, 'package.json', 'profile');
    await expectSentence(startProcess(checkout, ['--profile', profile]), 1, /cannot be written/);
  });

  it('a damaged store, and leaves it as it is; its page asks what to do', async () => {
    const { checkout, profile } = place();
    const file = createProfile(profile).store;
    const bytes = Buffer.alloc(8192, 'no store');
    writeFileSync(file, bytes);
    const host = startProcess(checkout, ['--no-open', '--profile', profile]);
    const { address, ticket } = await launched(host);
    const { client } = await openWindow(address, ticket);
    await expect(client.call('study.today', {})).rejects.toMatchObject({ kind: 'damaged' });
    for await (const state of client.stream('repair.watch', {})) {
      if (state.at === 'looking') continue;
      expect(state).toMatchObject({
        at: 'found',
        findings: { cause: 'not_a_store', salvage: null, backup: null },
      });
      break;
    }
    host.kill('SIGTERM');
    expect((await host.end).stderr).toMatch(/is damaged/);
    expect(readFileSync(file).equals(bytes)).toBe(true);
  });

  it('a store of a newer version', async () => {
    const { checkout, profile } = place();
    const log = fileLog(profile);
    const ids = uidSource(systemClock);
    await (await startService({ folder: profile, clock: systemClock, ids, log })).close();
    const db = new Database(profileAt(profile).store);
    db.pragma('user_version = 9999');
    db.exec('UPDATE store_meta SET min_reader = 9999, min_writer = 9999');
    db.close();
    await expectSentence(startProcess(checkout, ['--profile', profile]), 1, /newer Americano/);
  });

  it('a profile that is held by something that does not answer, and a port that is taken', async () => {
    const { checkout, profile } = place();
    const made = createProfile(profile);
    const lock = acquireLock(made.lock);
    const { pid } = spawnSync(process.execPath, ['--version']);
    writeHostFile(made, { port: 1, pid, secret: 's'.repeat(43), startedAt: 0 });
    const held = startProcess(checkout, ['--profile', profile]);
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const bound = other.address();
    const port = bound === null || typeof bound === 'string' ? '' : String(bound.port);
    const taken = startProcess(checkout, ['--port', port, '--profile', `${profile}-2`]);
    await expectSentence(taken, 1, /port is taken/);
    await expectSentence(held, 1, /does not answer/);
    other.close();
    lock.release();
  });
});
