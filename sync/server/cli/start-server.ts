import { Server as TlsServer } from 'node:https';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, watch, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { TokenSigner } from '../accounts/token-keys.ts';
import { BadConfig, type ServerConfig } from '../config/read-config.ts';
import { tokenKeysOf, withNewKey } from '../config/token-keys-of.ts';
import { makeApp } from '../http/app.ts';
import type { ServerContext } from '../http/context.ts';
import { Metrics } from '../http/metrics.ts';
import { endPokeStreams } from '../http/poke-stream.ts';
import { MemoryRateLimits } from '../limits/rate-limits.ts';
import { RedisRateLimits } from '../limits/redis-rate-limits.ts';
import { MemoryPokes } from '../pokes/pokes.ts';
import { RedisPokes } from '../pokes/redis-pokes.ts';
import type { Database } from '../store/database.ts';
import { lockFolder } from '../store/embedded-lock.ts';
import { migrate, migrationStatus } from '../store/migrate.ts';
import { openPglite } from '../store/open-pglite.ts';
import { openPostgres } from '../store/open-postgres.ts';

export interface RunningServer {
  readonly url: string;
  /** Takes no more, lets what runs end, at most ten seconds. */
  stop(): Promise<void>;
}

const STOP_MS = 10_000;

/** The whole server. What it has to say goes to `say`, its log to `log`. @throws BadConfig @throws FolderInUse */
export async function startServer(
  config: ServerConfig,
  version: string,
  say: (line: string) => void,
  log: ServerContext['log'],
): Promise<RunningServer> {
  const { database, keys, release } =
    config.folder === null ? await openShared(config) : await openEmbedded(config.folder, config.keys, say);
  const metrics = new Metrics();
  const onFailure = (): void => metrics.degraded.inc();
  const { redisUrl, certificate } = config;
  const limits = redisUrl === null ? new MemoryRateLimits() : new RedisRateLimits(redisUrl, onFailure);
  const pokes = redisUrl === null ? new MemoryPokes() : new RedisPokes(redisUrl, onFailure);
  const readCertificate = (): ServerContext['certificate'] =>
    certificate === null
      ? null
      : { cert: readFileSync(certificate.cert), key: readFileSync(certificate.key) };
  const { isOpen, quotas, minClient, host, port } = config;
  const app = await makeApp({
    version,
    database,
    signer: new TokenSigner(tokenKeysOf(keys)),
    pokes,
    limits,
    metrics,
    isOpen,
    quotas,
    minClient,
    certificate: readCertificate(),
    now: () => Date.now(),
    random: randomBytes,
    log,
  });
  const stopWatching =
    certificate === null
      ? () => undefined
      : reloadOnChange(certificate, () => {
          const { server } = app;
          const read = readCertificate();
          if (server instanceof TlsServer && read !== null) server.setSecureContext(read);
        });
  await app.listen({ host, port });
  const address = app.addresses()[0];
  const bound = typeof address === 'object' ? address.port : port;
  return {
    url: `${certificate === null ? 'http' : 'https'}://${host}:${bound}`,
    stop: async () => {
      stopWatching();
      endPokeStreams(app);
      const timer = setTimeout(() => app.server.closeAllConnections(), STOP_MS);
      await app.close();
      clearTimeout(timer);
      await Promise.all([limits.close(), pokes.close()]);
      await database.close();
      release();
    },
  };
}

interface Opened {
  readonly database: Database;
  readonly keys: string;
  release(): void;
}

/** PostgreSQL elsewhere: its schema must be there, and the role must be one that row-level security binds. */
async function openShared({ databaseUrl, connections, keys }: ServerConfig): Promise<Opened> {
  const database = openPostgres({ url: databaseUrl ?? '', connections, onError: () => undefined });
  try {
    const waiting = (await migrationStatus(database)).filter(({ appliedAt }) => appliedAt === null);
    if (waiting.length > 0)
      throw new BadConfig([`${waiting.length} migrations wait: run \`server migrate\` first`]);
    const { rows } = await sql<{ above: boolean }>`select rolsuper or rolbypassrls as above from pg_roles
      where rolname = current_user`.execute(database.kysely);
    if (rows[0]?.above === true)
      throw new BadConfig([
        'DATABASE_URL names a superuser, whom row-level security does not bind: use a role in americano_sync',
      ]);
  } catch (error) {
    await database.close();
    throw error;
  }
  return { database, keys: keys ?? '', release: () => undefined };
}

/** PGlite in a folder that is ours alone; schema and keys are made when it is opened. */
async function openEmbedded(
  folder: string,
  keys: string | null,
  say: (line: string) => void,
): Promise<Opened> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const release = lockFolder(folder);
  try {
    say(
      'The embedded database does not force writes to the disk: a power cut may take the last seconds. Institutions set DATABASE_URL.',
    );
    const database = await openPglite(join(folder, 'pglite'));
    await migrate(database, Date.now());
    await database.actAs('americano_sync');
    return { database, keys: keys ?? keysIn(folder), release };
  } catch (error) {
    release();
    throw error;
  }
}

function keysIn(folder: string): string {
  const file = join(folder, 'keys');
  if (!existsSync(file)) writeFileSync(file, `${withNewKey(null)}\n`, { mode: 0o600, flag: 'wx' });
  return readFileSync(file, 'utf8').trim();
}

/** Certificates are renewed by other programs; new connections get the new one. */
function reloadOnChange(
  files: { readonly cert: string; readonly key: string },
  reload: () => void,
): () => void {
  const watchers = [files.cert, files.key].map((file) =>
    watch(file, () => {
      try {
        reload();
      } catch {
        // Half written: its other half comes with another event.
      }
    }),
  );
  return () => {
    for (const watcher of watchers) watcher.close();
  };
}
