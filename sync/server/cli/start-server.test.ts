import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../config/read-config.ts';
import { withNewKey } from '../config/token-keys-of.ts';
import { migrate } from '../store/migrate.ts';
import { openPostgres } from '../store/open-postgres.ts';
import { chained, named } from '../testing/ids.ts';
import { findPostgres, query, startPostgres, type PrivatePostgres } from '../testing/private-postgres.ts';
import { findRedis, startRedis, type PrivateRedis } from '../testing/private-redis.ts';
import { TestDevice } from '../testing/test-device.ts';
import { startServer, type RunningServer } from './start-server.ts';

/** Seconds on a machine of its own; PGlite starts eight times here. */
const SLOW_MS = 600_000;

describe('npm run server', () => {
  const folder = mkdtempSync(join(tmpdir(), 'americano-server-'));
  const running: ChildProcess[] = [];
  afterAll(() => {
    for (const child of running) child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });
  const env = { ...process.env, AMERICANO_SERVER_FOLDER: join(folder, 'own'), AMERICANO_SERVER_PORT: '0' };
  const command = (args: readonly string[], more: Record<string, string> = {}): ChildProcess => {
    const program = fileURLToPath(new URL('main.ts', import.meta.url));
    const child = spawn(process.execPath, [...process.execArgv, program, ...args], {
      env: { ...env, ...more },
    });
    running.push(child);
    return child;
  };
  const ended = async (child: ChildProcess): Promise<{ code: number | null; said: string }> => {
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const [code] = (await once(child, 'close')) as [number | null];
    return { code, said };
  };
  const served = (child: ChildProcess): Promise<string> =>
    new Promise((resolve, reject) => {
      let said = '';
      child.stdout?.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        const url = /Serving at (\S+)/.exec(said)?.[1];
        if (url !== undefined) resolve(url);
      });
      child.once('close', () => reject(new Error(`it ended: ${said}`)));
    });

  it(
    'start serves a folder alone, is free again after a kill, and ends when it is told to',
    async () => {
      const first = command(['start']);
      const url = await served(first);
      expect(await (await fetch(`${url}/health`)).json()).toMatchObject({ status: 'healthy' });
      expect(statSync(join(env.AMERICANO_SERVER_FOLDER, 'keys')).mode & 0o077).toBe(0);
      expect(await ended(command(['start']))).toEqual({ code: 1, said: 'another server uses this folder\n' });
      expect(await ended(command(['backup', '--file', join(folder, 'never')]))).toMatchObject({ code: 1 });
      first.kill('SIGKILL');
      await once(first, 'close');
      const second = command(['start']);
      await served(second);
      const end = ended(second);
      second.kill('SIGTERM');
      expect((await end).code).toBe(0);
    },
    SLOW_MS,
  );

  it(
    'backup and restore carry a database to another folder',
    async () => {
      const file = join(folder, 'backup');
      expect(await ended(command(['backup', '--file', file]))).toEqual({ code: 0, said: '' });
      const more = { AMERICANO_SERVER_FOLDER: join(folder, 'other') };
      expect(await ended(command(['restore', '--file', file], more))).toEqual({
        code: 0,
        said: '0 accounts have a new epoch.\n',
      });
      expect((await ended(command(['restore', '--file', file], more))).said).toMatch(/has a database/);
      expect(existsSync(join(folder, 'other', 'pglite'))).toBe(true);
    },
    SLOW_MS,
  );

  it(
    'says what is wrong with its environment, and how it is used',
    async () => {
      const wrong = await ended(command(['start'], { AMERICANO_SERVER_PROT: '1' }));
      expect(wrong).toEqual({ code: 1, said: 'AMERICANO_SERVER_PROT: there is no such setting\n' });
      expect((await ended(command(['dance']))).code).toBe(2);
    },
    SLOW_MS,
  );
});

describe.skipIf(findPostgres() === undefined || findRedis() === undefined)('a server with PostgreSQL', () => {
  let postgres: PrivatePostgres;
  let redis: PrivateRedis;
  const servers: RunningServer[] = [];
  let ownerUrl = '';
  beforeAll(async () => {
    [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
    ownerUrl = await postgres.createDatabase('americano');
  }, SLOW_MS);
  afterAll(async () => {
    for (const server of servers) await server.stop();
    await Promise.all([postgres.stop(), redis.stop()]);
  }, SLOW_MS);
  const start = async (url: string): Promise<RunningServer> => {
    const config = readConfig({
      DATABASE_URL: url,
      REDIS_URL: redis.url,
      AMERICANO_SERVER_KEYS: keys,
      AMERICANO_SERVER_PORT: '0',
      AMERICANO_SERVER_OPEN: '1',
    });
    const server = await startServer(config, '1.0.0', () => undefined, null);
    servers.push(server);
    return server;
  };
  const keys = withNewKey(null);

  it(
    'does not begin before its schema is there, nor as somebody above row-level security',
    async () => {
      await expect(start(ownerUrl)).rejects.toThrow(/4 migrations wait: run `server migrate` first/);
      const owner = openPostgres({ url: ownerUrl, connections: 1, onError: () => undefined });
      await migrate(owner, 1);
      await owner.close();
      await query(postgres.adminUrl('americano'), 'create role server login in role americano_sync');
      await expect(start(postgres.adminUrl('americano'))).rejects.toThrow(/superuser/);
    },
    SLOW_MS,
  );

  it(
    'of two instances tells a device at one what another wrote at the other, and ends its streams',
    async () => {
      const url = ownerUrl.replace('//owner@', '//server@');
      const [here, there] = [await start(url), await start(url)];
      const one = new TestDevice(here.url, named('account'), named('one'));
      const two = new TestDevice(there.url, one.account, named('two'));
      await one.createAccount();
      await one.logIn();
      await one.ask('POST', '/v1/devices', two.keys);
      await two.logIn();
      const epoch = named('epoch');
      await one.ask('POST', `/v1/sync/seal?epoch=${epoch}&head=0`, Uint8Array.of(1));
      const stream = await two.ask('GET', '/v1/sync/pokes');
      const reader = (stream.body ?? new ReadableStream<Uint8Array>()).getReader();
      let heard = '';
      // A poke may be lost while Redis is asked to listen, so it is written until it is heard.
      const writing = (async () => {
        for (let from = 1; !heard.includes('event: head'); from += 1) {
          const prev = from === 1 ? '' : chained(from - 1);
          const label = { epoch, from, n: 1, prev, next: chained(from) };
          expect((await one.push(label, Uint8Array.of(from))).status).toBe(200);
          await new Promise((resolve) => setTimeout(resolve, 50));
        }
      })();
      let isOpen = true;
      const reading = (async () => {
        for (;;) {
          const { done, value } = await reader.read();
          if (done) break;
          heard += Buffer.from(value).toString();
        }
        isOpen = false;
      })();
      await writing;
      expect(heard).toMatch(/event: head\ndata: \d+\n\n/);
      expect(isOpen).toBe(true);
      servers.splice(servers.indexOf(there), 1);
      await there.stop();
      await reading;
      expect(isOpen).toBe(false);
    },
    SLOW_MS,
  );
});
