// npm run server -- COMMAND: the sync server and what its administrator does with it.
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { digestOfInvitation } from '../accounts/create-account.ts';
import { BadConfig, readConfig, variables, type ServerConfig } from '../config/read-config.ts';
import { withNewKey } from '../config/token-keys-of.ts';
import type { Database } from '../store/database.ts';
import { describeSchema, schemaDrift } from '../store/describe-schema.ts';
import { FolderInUse, lockFolder } from '../store/embedded-lock.ts';
import { migrate, migrationStatus, SchemaDrift } from '../store/migrate.ts';
import { beginNewEpochs } from '../store/new-epochs.ts';
import { openPglite } from '../store/open-pglite.ts';
import { openPostgres } from '../store/open-postgres.ts';
import { startServer } from './start-server.ts';

const USAGE = `usage: npm run server -- COMMAND
  start                  serves until it is told to end
  config                 says what the environment asks for, and everything that is wrong with it
  migrate [--status]     brings the schema up to date, or says what waits
  verify                 compares tables, indexes, policies, functions and rights with this version's; exit 1 where they differ
  invite [--uses N] [--days N]   a code with which accounts can be made
  keys                   AMERICANO_SERVER_KEYS with a new key in front of the one in force
  backup --file FILE     the embedded database as one file
  restore --file FILE    the embedded database from such a file, in a new epoch for every account
  new-epochs             after a database was restored by other means: a new epoch for every account
Settings are environment variables; \`config\` names them.
`;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function run(): Promise<number> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      status: { type: 'boolean', default: false },
      file: { type: 'string' },
      uses: { type: 'string', default: '1' },
      days: { type: 'string', default: '14' },
    },
  });
  const [command] = positionals;
  if (command === 'keys') {
    say(withNewKey(process.env.AMERICANO_SERVER_KEYS ?? null));
    return 0;
  }
  if (command === undefined || positionals.length !== 1) return usage();
  if (command === 'config') for (const { name, says } of variables) say(`${name}  ${says}`);
  const config = readConfig(process.env);
  const asOwner = <T>(work: (database: Database) => Promise<T>): Promise<T> => withOwner(config, work);
  switch (command) {
    case 'config':
      say(`\nMode: ${config.mode}. The environment is complete.`);
      return 0;
    case 'start':
      return serve(config);
    case 'migrate': {
      if (!values.status)
        say(
          `Applied: ${(await asOwner((owner) => migrate(owner, Date.now()))).join(', ') || 'nothing waited'}`,
        );
      for (const { name, appliedAt } of await asOwner((owner) => migrationStatus(owner)))
        say(`${name}  ${appliedAt === null ? 'waits' : new Date(appliedAt).toISOString()}`);
      return 0;
    }
    case 'verify':
      return asOwner(verify);
    case 'invite': {
      const code = await asOwner((owner) =>
        invite(owner, config, wholeOf(values.uses), wholeOf(values.days)),
      );
      say(code);
      return 0;
    }
    case 'backup':
      return backup(config, values.file);
    case 'restore':
      return restore(config, values.file);
    case 'new-epochs':
      say(`${await asOwner((owner) => beginNewEpochs(owner, Date.now()))} accounts have a new epoch.`);
      return 0;
    default:
      return usage();
  }
}

function usage(): number {
  process.stderr.write(USAGE);
  return 2;
}

function wholeOf(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) throw new BadConfig([`${text}: not a whole number above 0`]);
  return value;
}

async function serve(config: ServerConfig): Promise<number> {
  const file = new URL('../../../package.json', import.meta.url);
  const { version } = JSON.parse(readFileSync(file, 'utf8')) as { version: string };
  const log = { write: (line: string) => void process.stderr.write(line) };
  const ended = new Promise<void>((resolve) => {
    process.once('SIGTERM', () => resolve());
    process.once('SIGINT', () => resolve());
  });
  const server = await startServer(config, version, say, log);
  say(`Serving at ${server.url} (${config.mode}).`);
  await ended;
  say('Ending …');
  await server.stop();
  return 0;
}

/** As the owner of the schema; the embedded one under its lock. */
async function withOwner<T>(config: ServerConfig, work: (database: Database) => Promise<T>): Promise<T> {
  const { folder } = config;
  let release = (): void => undefined;
  let database: Database;
  if (folder === null) {
    const url = config.migrationUrl ?? config.databaseUrl ?? '';
    database = openPostgres({ url, connections: 2, onError: () => undefined });
  } else {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    release = lockFolder(folder);
    database = await openPglite(join(folder, 'pglite'));
    await migrate(database, Date.now());
  }
  try {
    return await work(database);
  } finally {
    await database.close();
    release();
  }
}

async function verify(database: Database): Promise<number> {
  const fresh = await openPglite(null);
  try {
    await migrate(fresh, Date.now());
    for (const line of await describeSchema(database)) say(line);
    const drift = await schemaDrift(database, fresh);
    for (const line of drift) say(line);
    say(drift.length === 0 ? 'The schema is what this version makes.' : `${drift.length} things differ.`);
    return drift.length === 0 ? 0 : 1;
  } finally {
    await fresh.close();
  }
}

async function invite(
  { kysely }: Database,
  { quotas }: ServerConfig,
  uses: number,
  days: number,
): Promise<string> {
  // Without letters and digits that people take for each other.
  const letters = 'ABCDEFGHJKMNPQRSTVWXYZ23456789';
  const code = [...randomBytes(400)]
    .filter((byte) => byte < letters.length * 8)
    .slice(0, 20)
    .map((byte) => letters[byte % letters.length])
    .join('')
    .replaceAll(/(.{5})(?=.)/g, '$1-');
  await kysely
    .insertInto('sync.invitations')
    .values({
      digest: digestOfInvitation(code),
      uses_left: uses,
      expires_at: Date.now() + days * 86_400_000,
      segment_quota: quotas.segments,
      blob_quota: quotas.blobs,
    })
    .execute();
  return code;
}

async function backup({ folder }: ServerConfig, file: string | undefined): Promise<number> {
  if (folder === null)
    throw new BadConfig(['a server with PostgreSQL is backed up with pg_dump (docs/server.md)']);
  if (file === undefined) return usage();
  const release = lockFolder(folder);
  try {
    const database = await openPglite(join(folder, 'pglite'));
    const copy = await database.backup();
    await database.close();
    writeFileSync(file, Buffer.from(await copy.arrayBuffer()), { mode: 0o600, flag: 'wx' });
  } finally {
    release();
  }
  return 0;
}

async function restore({ folder }: ServerConfig, file: string | undefined): Promise<number> {
  if (folder === null)
    throw new BadConfig(['a server with PostgreSQL is restored with pg_restore, then `server new-epochs`']);
  if (file === undefined) return usage();
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const release = lockFolder(folder);
  try {
    if (existsSync(join(folder, 'pglite')))
      throw new BadConfig([`${folder} has a database: restore into an empty folder`]);
    const database = await openPglite(join(folder, 'pglite'), new Blob([readFileSync(file)]));
    await migrate(database, Date.now());
    say(`${await beginNewEpochs(database, Date.now())} accounts have a new epoch.`);
    await database.close();
  } finally {
    release();
  }
  return 0;
}

try {
  process.exitCode = await run();
} catch (error) {
  if (!(error instanceof BadConfig || error instanceof FolderInUse || error instanceof SchemaDrift))
    throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
