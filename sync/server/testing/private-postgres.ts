import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { Client } from 'pg';

/** A PostgreSQL of its own for a test: own folder, free port, ended with it. */
export interface PrivatePostgres {
  readonly version: string;
  /** A new database and the URL of its owner, who is no superuser. */
  createDatabase(name: string): Promise<string>;
  /** The URL of a superuser. */
  adminUrl(database: string): string;
  kill(): Promise<void>;
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** The folder of PostgreSQL's programs, the newest that the system has. */
export function findPostgres(): string | undefined {
  const packaged = '/usr/lib/postgresql';
  const versions = existsSync(packaged) ? readdirSync(packaged) : [];
  const folders = [
    ...versions.toSorted((a, b) => Number(b) - Number(a)).map((version) => join(packaged, version, 'bin')),
    ...(process.env.PATH ?? '').split(delimiter),
  ];
  return folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')));
}

/** @param fsync on for measurements; tests keep nothing. */
export async function startPostgres({ fsync = false } = {}): Promise<PrivatePostgres> {
  const bin = findPostgres();
  if (bin === undefined) throw new Error('no PostgreSQL found: install postgresql');
  const folder = mkdtempSync(join(tmpdir(), 'americano-postgres-'));
  const data = join(folder, 'data');
  mkdirSync(data, { mode: 0o700 });
  // PostgreSQL refuses to run as root.
  const user = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
  if (user.uid !== undefined) for (const path of [folder, data]) chownSync(path, user.uid, user.gid);
  const initdb = spawnSync(
    join(bin, 'initdb'),
    ['-D', data, '-U', 'admin', '--auth=trust', '--no-sync', '--encoding=UTF8', '--locale=C'],
    { encoding: 'utf8', cwd: folder, ...user },
  );
  if (initdb.status !== 0) throw new Error(`initdb: ${initdb.stderr}`);
  const port = await freePort();
  const settings = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    fsync: fsync ? 'on' : 'off',
    max_connections: 100,
    log_min_messages: 'fatal',
  };
  appendFileSync(
    join(data, 'postgresql.conf'),
    Object.entries(settings)
      .map(([name, value]) => `${name} = '${value}'\n`)
      .join(''),
  );
  let child: ChildProcess;
  const stopNow = (): boolean => child.kill('SIGQUIT');
  const start = async (): Promise<void> => {
    child = spawn(join(bin, 'postgres'), ['-D', data], { cwd: folder, stdio: 'ignore', ...user });
    await untilReady(adminUrl('postgres'), child);
  };
  const adminUrl = (database: string): string => `postgres://admin@127.0.0.1:${port}/${database}`;
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  };
  await start();
  // Should the runner end without ending its tests.
  process.once('exit', stopNow);
  const version = await query(adminUrl('postgres'), 'show server_version');
  await query(adminUrl('postgres'), 'create role owner login createrole');
  return {
    version: version.split(' ')[0] ?? version,
    adminUrl,
    createDatabase: async (name) => {
      await query(adminUrl('postgres'), `create database ${name} owner owner`);
      await query(adminUrl(name), 'alter schema public owner to owner');
      return `postgres://owner@127.0.0.1:${port}/${name}`;
    },
    kill: () => end('SIGKILL'),
    restart: async () => {
      await end('SIGQUIT');
      await start();
    },
    stop: async () => {
      await end('SIGQUIT');
      process.off('exit', stopNow);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The first value of the last statement. */
export async function query(url: string, text: string): Promise<string> {
  const client = new Client(url);
  await client.connect();
  try {
    const results = [await client.query<Record<string, unknown>>(text)].flat();
    return String(Object.values(results.at(-1)?.rows[0] ?? {})[0]);
  } finally {
    await client.end();
  }
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

async function untilReady(url: string, child: ChildProcess): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`postgres ended with ${child.exitCode}`);
    try {
      await query(url, 'select 1');
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
