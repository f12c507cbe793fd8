// The sync server on a PostgreSQL that forces its writes to the disk, beside bare SQL in the same run.
import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { Agent, request } from 'node:http';
import { fileURLToPath } from 'node:url';
import { Pool } from 'pg';
import { newEpochKey } from '#sync/client/crypto/epoch-key.ts';
import { sealSegment } from '#sync/client/crypto/segment-seal.ts';
import { encodeFrame } from '#sync/protocol/frame.ts';
import { TokenSigner } from '#sync/server/accounts/token-keys.ts';
import { tokenKeysOf, withNewKey } from '#sync/server/config/token-keys-of.ts';
import { migrate } from '#sync/server/store/migrate.ts';
import { openPostgres } from '#sync/server/store/open-postgres.ts';
import { insertAccount, insertDevice } from '#sync/server/testing/ids.ts';
import { query, startPostgres } from '#sync/server/testing/private-postgres.ts';
import { quantile, rounded, type Bench, type BenchRow } from './bench.ts';

const CONNECTIONS = 32;
/** Accounts and devices take turns, so that none meets its limit of requests. */
const ACCOUNTS = 256;
const SECONDS = 4;
const name = (kind: string, i: number): string =>
  createHash('sha256').update(`${kind} ${i}`).digest('hex').slice(0, 32);
const epoch = name('epoch', 0);
const DEVICES = 40;

/** Reviews as a device sends them: sealed, one of a thousand cards each. */
const sealedReviews = (n: number): Buffer => {
  const frames = Array.from({ length: n }, (_, i) => {
    const id = randomBytes(16).toString('hex');
    const card = name('card', Math.floor(Math.random() * 1000));
    const row = {
      at: 1_780_000_000_000 + i * 9000,
      rating: 1 + (i % 4),
      durationMs: 2000 + ((i * 977) % 9000),
    };
    return encodeFrame({
      id,
      at: { ms: row.at, n: 0 },
      body: { kind: 'event', table: 'reviews', uid: id, row, needs: [card] },
    });
  });
  const label = {
    account: name('account', 0),
    epoch,
    dev: name('device', 0),
    from: 1,
    n,
    prev: '',
    next: 'f'.repeat(64),
  };
  return Buffer.from(sealSegment(newEpochKey(), label, frames));
};

interface Closed {
  readonly perSecond: number;
  readonly samples: readonly number[];
}

/** Each of 32 asks again as soon as it is answered. */
const closedLoop = async (ask: (lane: number, turn: number) => Promise<void>): Promise<Closed> => {
  const samples: number[] = [];
  const until = performance.now() + SECONDS * 1000;
  const started = performance.now();
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async (_, lane) => {
      for (let turn = 0; performance.now() < until; turn += 1) {
        const from = performance.now();
        await ask(lane, turn);
        samples.push(performance.now() - from);
      }
    }),
  );
  return { perSecond: samples.length / ((performance.now() - started) / 1000), samples };
};

export const serverBench: Bench = async ({ rounds }) => {
  const postgres = await startPostgres({ fsync: true });
  const keys = withNewKey(null);
  const signer = new TokenSigner(tokenKeysOf(keys));
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  let child: ReturnType<typeof spawn> | null = null;
  try {
    const ownerUrl = await postgres.createDatabase('americano');
    const owner = openPostgres({ url: ownerUrl, connections: 1, onError: () => undefined });
    await migrate(owner, 1);
    await owner.close();
    const admin = postgres.adminUrl('americano');
    await query(admin, 'create role server login in role americano_sync');
    await query(
      admin,
      Array.from({ length: ACCOUNTS }, (_, i) => [
        insertAccount(name('account', i), 1e12),
        ...Array.from({ length: DEVICES }, (_, d) =>
          insertDevice(name('account', i), name(`device ${i}`, d)),
        ),
      ])
        .flat()
        .join(';\n'),
    );
    await query(
      admin,
      `update sync.accounts set epoch = '${epoch}'; create table bare (account uuid, seq bigint, body bytea, primary key (account, seq))`,
    );
    const program = fileURLToPath(new URL('../sync/server/cli/main.ts', import.meta.url));
    child = spawn(process.execPath, [program, 'start'], {
      env: {
        ...process.env,
        DATABASE_URL: ownerUrl.replace('//owner@', '//server@'),
        AMERICANO_SERVER_KEYS: keys,
        AMERICANO_SERVER_PORT: '0',
        AMERICANO_SERVER_CONNECTIONS: String(CONNECTIONS),
      },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const { stdout } = child;
    const url = await new Promise<string>((resolve) => {
      stdout?.on('data', (chunk: Buffer) => {
        const found = /Serving at (\S+)/.exec(chunk.toString())?.[1];
        if (found !== undefined) resolve(found);
      });
    });
    const pool = new Pool({ connectionString: admin, max: CONNECTIONS });
    // It ends with the database, whatever failed before.
    pool.on('error', () => undefined);
    let bareRow = 0;
    const bare =
      (body: Buffer) =>
      async (lane: number): Promise<void> => {
        bareRow += 1;
        await pool.query({
          name: 'bare',
          text: 'insert into bare values ($1, $2, $3)',
          values: [name('account', lane), bareRow, body],
        });
      };
    const acked = new Map<string, number>();
    const push =
      (body: Buffer, n: number) =>
      async (lane: number, turn: number): Promise<void> => {
        const place = lane + CONNECTIONS * (turn % (ACCOUNTS / CONNECTIONS));
        const account = name('account', place);
        const dev = name(`device ${place}`, Math.floor(turn / 8) % DEVICES);
        const from = (acked.get(dev) ?? 0) + 1;
        const chain = (op: number): string => (op === 0 ? '' : name('chain', op).repeat(2));
        const sha = createHash('sha256').update(body).digest('hex');
        const label = {
          v: 1,
          epoch,
          dev,
          from,
          n,
          prev: chain(from - 1),
          next: chain(from + n - 1),
          codec: 1,
          sha,
        };
        const text = new URLSearchParams(
          Object.entries(label).map(([key, value]) => [key, String(value)]),
        ).toString();
        const { token } = signer.access({ account, dev }, Date.now());
        await new Promise<void>((resolve, reject) => {
          const asking = request(
            `${url}/v1/sync/push?${text}`,
            {
              method: 'POST',
              agent,
              headers: {
                authorization: `Bearer ${token}`,
                'content-type': 'application/octet-stream',
                'content-length': body.length,
              },
            },
            (answer) => {
              answer.resume();
              answer.once('end', () =>
                answer.statusCode === 200 ? resolve() : reject(new Error(`push: ${answer.statusCode}`)),
              );
            },
          );
          asking.once('error', reject);
          asking.end(body);
        });
        acked.set(dev, from + n - 1);
      };
    const small = sealedReviews(20);
    const large = sealedReviews(500);
    const bares: Closed[] = [];
    const pushes: Closed[] = [];
    for (let round = 0; round < (rounds || 5); round += 1) {
      bares.push(await closedLoop(bare(small)));
      pushes.push(await closedLoop(push(small, 20)));
    }
    const events = await closedLoop(push(large, 500));
    const middle = (runs: readonly Closed[]): number =>
      quantile(
        runs.map(({ perSecond }) => perSecond),
        0.5,
      );
    const row = (what: string, perSecond: number, samples: readonly number[]): BenchRow => ({
      what,
      perSecond: Math.round(perSecond),
      p50: rounded(quantile(samples, 0.5)),
      p99: rounded(quantile(samples, 0.99)),
    });
    const disk = await bytesAnEvent(admin);
    await pool.end();
    return {
      rows: [
        row(
          'bare SQL, one row',
          middle(bares),
          bares.flatMap(({ samples }) => samples),
        ),
        row(
          'push x 20 ops',
          middle(pushes),
          pushes.flatMap(({ samples }) => samples),
        ),
        row('events in segments of 500', events.perSecond * 500, events.samples),
      ],
      summary: {
        pushesToBare: rounded(middle(pushes) / middle(bares), 3),
        bytesAnEventAt50: rounded(disk, 1),
        postgres: Number.parseFloat(postgres.version),
      },
    };
  } finally {
    agent.destroy();
    child?.kill('SIGTERM');
    await postgres.stop();
  }
};

/** Table, indexes and what lies beside, for 2,000 segments of 50 ops in an account of their own. */
async function bytesAnEvent(admin: string): Promise<number> {
  const body = sealedReviews(50).toString('hex');
  const size = async (): Promise<number> =>
    Number(
      await query(
        admin,
        "select sum(pg_total_relation_size(inhrelid)) from pg_inherits where inhparent = 'sync.segments'::regclass",
      ),
    );
  const [account, dev] = [name('account', 900), name('device 900', 0)];
  await query(admin, 'truncate sync.segments');
  const before = await size();
  await query(
    admin,
    `${insertAccount(account, 1e12)}; ${insertDevice(account, dev)};
     insert into sync.segments select '${account}', i * 50 - 49, '${dev}', i * 50 - 49, i * 50, decode(repeat('01', 32), 'hex'),
       decode(repeat('02', 32), 'hex'), 1, decode('${body}', 'hex'), 1780000000000 + i from generate_series(1, 2000) i`,
  );
  return ((await size()) - before) / 100_000;
}
