import { z } from 'zod';

/** What is wrong with the environment, a line each, in words for whoever set it. */
export class BadConfig extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

const flag = z
  .enum(['0', '1'])
  .default('0')
  .transform((value) => value === '1');
const megabytes = z.coerce
  .number()
  .int()
  .min(1)
  .max(1_000_000)
  .transform((value) => value * 1024 * 1024);
const filled = z.string().min(1);

const environment = z.object({
  AMERICANO_SERVER_HOST: filled.default('127.0.0.1').describe('address to listen on'),
  AMERICANO_SERVER_PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65_535)
    .default(8787)
    .describe('port; 0: any that is free'),
  AMERICANO_SERVER_FOLDER: filled.optional().describe('folder of the embedded database, keys and lock'),
  AMERICANO_SERVER_KEYS: filled
    .optional()
    .describe(
      'keys of tokens as id:base64url of 32 bytes, separated by commas; the first signs (see `server keys`)',
    ),
  AMERICANO_SERVER_OPEN: flag.describe('1: everybody may make an account, without an invitation'),
  AMERICANO_SERVER_SEGMENTS_MB: megabytes
    .default(2048 * 1024 * 1024)
    .describe('room of an account for what devices write'),
  AMERICANO_SERVER_BLOBS_MB: megabytes.default(1024 * 1024 * 1024).describe('room of an account for files'),
  AMERICANO_SERVER_MIN_CLIENT: z.coerce
    .number()
    .int()
    .min(1)
    .default(1)
    .describe('oldest version of the protocol that is served'),
  AMERICANO_SERVER_CONNECTIONS: z.coerce
    .number()
    .int()
    .min(1)
    .max(500)
    .default(20)
    .describe('connections to PostgreSQL'),
  AMERICANO_SERVER_PLAINTEXT_DATABASE: flag.describe('1: a database elsewhere may be asked without TLS'),
  AMERICANO_SERVER_CERT: filled
    .optional()
    .describe('file of the certificate; without it plain HTTP, for a proxy in front'),
  AMERICANO_SERVER_CERT_KEY: filled.optional().describe('file of its key'),
  DATABASE_URL: filled
    .optional()
    .describe('PostgreSQL 15 or later, as the role that serves; without it PGlite in the folder'),
  MIGRATION_DATABASE_URL: filled
    .optional()
    .describe('the same database as the owner of the schema, for `server migrate`'),
  REDIS_URL: filled
    .optional()
    .describe('Redis 7 or Valkey, for several instances; without it limits and pokes are of one process'),
});

export interface ServerConfig {
  readonly mode: 'embedded' | 'production';
  readonly host: string;
  readonly port: number;
  readonly folder: string | null;
  readonly keys: string | null;
  readonly isOpen: boolean;
  readonly quotas: { readonly segments: number; readonly blobs: number };
  readonly minClient: number;
  readonly connections: number;
  readonly databaseUrl: string | null;
  readonly migrationUrl: string | null;
  readonly redisUrl: string | null;
  readonly certificate: { readonly cert: string; readonly key: string } | null;
}

/** Every variable, what it says and what holds without it. */
export const variables: readonly { readonly name: string; readonly says: string }[] = Object.entries(
  environment.shape,
).map(([name, schema]) => ({ name, says: schema.description ?? '' }));

/**
 * The whole environment, or everything that is wrong with it. What is half configured is refused: a server that was meant for
 * PostgreSQL must not begin with an empty PGlite. @throws BadConfig
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): ServerConfig {
  const problems = Object.keys(env)
    .filter((name) => name.startsWith('AMERICANO_SERVER_') && !(name in environment.shape))
    .map((name) => `${name}: there is no such setting`);
  const own = Object.fromEntries(
    Object.keys(environment.shape).map((name) => [name, env[name] === '' ? undefined : env[name]]),
  );
  const parsed = environment.safeParse(own);
  if (!parsed.success) {
    problems.push(...parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`));
    throw new BadConfig(problems);
  }
  const values = parsed.data;
  const {
    DATABASE_URL: databaseUrl = null,
    MIGRATION_DATABASE_URL: migrationUrl = null,
    REDIS_URL: redisUrl = null,
  } = values;
  const { AMERICANO_SERVER_FOLDER: folder = null, AMERICANO_SERVER_KEYS: keys = null } = values;
  const { AMERICANO_SERVER_CERT: cert = null, AMERICANO_SERVER_CERT_KEY: key = null } = values;
  const mode = databaseUrl === null ? 'embedded' : 'production';
  if (databaseUrl === null) {
    if (redisUrl !== null)
      problems.push('REDIS_URL is set and DATABASE_URL is not: several instances need PostgreSQL');
    if (migrationUrl !== null) problems.push('MIGRATION_DATABASE_URL is set and DATABASE_URL is not');
    if (folder === null)
      problems.push('set DATABASE_URL, or AMERICANO_SERVER_FOLDER for the embedded database');
  } else {
    if (folder !== null)
      problems.push('DATABASE_URL and AMERICANO_SERVER_FOLDER are both set: which database is meant?');
    if (keys === null) problems.push('AMERICANO_SERVER_KEYS is missing: `server keys` makes one');
    for (const [name, url] of [
      ['DATABASE_URL', databaseUrl],
      ['MIGRATION_DATABASE_URL', migrationUrl],
    ] as const) {
      const problem = url === null ? null : problemOf(url, values.AMERICANO_SERVER_PLAINTEXT_DATABASE);
      if (problem !== null) problems.push(`${name}: ${problem}`);
    }
  }
  if ((cert === null) !== (key === null))
    problems.push('AMERICANO_SERVER_CERT and AMERICANO_SERVER_CERT_KEY go together');
  if (problems.length > 0) throw new BadConfig(problems);
  return {
    mode,
    host: values.AMERICANO_SERVER_HOST,
    port: values.AMERICANO_SERVER_PORT,
    folder,
    keys,
    isOpen: values.AMERICANO_SERVER_OPEN,
    quotas: { segments: values.AMERICANO_SERVER_SEGMENTS_MB, blobs: values.AMERICANO_SERVER_BLOBS_MB },
    minClient: values.AMERICANO_SERVER_MIN_CLIENT,
    connections: values.AMERICANO_SERVER_CONNECTIONS,
    databaseUrl,
    migrationUrl,
    redisUrl,
    certificate: cert === null || key === null ? null : { cert, key },
  };
}

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]', '']);

function problemOf(url: string, mayBePlain: boolean): string | null {
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    return 'not a URL';
  }
  if (!['postgres:', 'postgresql:'].includes(parsed.protocol)) return 'not a URL of PostgreSQL';
  const isSafe = ['verify-full', 'verify-ca'].includes(parsed.searchParams.get('sslmode') ?? '');
  if (LOOPBACK.has(parsed.hostname) || isSafe || mayBePlain) return null;
  return 'a database elsewhere needs sslmode=verify-full (or AMERICANO_SERVER_PLAINTEXT_DATABASE=1)';
}
