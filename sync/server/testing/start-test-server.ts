import { randomBytes } from 'node:crypto';
import { TokenSigner } from '../accounts/token-keys.ts';
import { makeApp, type App } from '../http/app.ts';
import type { ServerContext } from '../http/context.ts';
import { Metrics } from '../http/metrics.ts';
import { endPokeStreams } from '../http/poke-stream.ts';
import { MemoryRateLimits } from '../limits/rate-limits.ts';
import { MemoryPokes } from '../pokes/pokes.ts';
import { databaseKinds, openTestDatabase, type TestDatabase } from './open-test-database.ts';

/** A server of its own for a test, on a free port of the loopback, with a clock that stands. */
export interface TestServer {
  readonly app: App;
  readonly url: string;
  readonly port: number;
  readonly opened: TestDatabase;
  readonly clock: { now: number };
  readonly lines: string[];
  close(): Promise<void>;
}

export async function startTestServer(
  kind: 'pglite' | 'postgresql' = databaseKinds.at(-1) ?? 'pglite',
  more: Partial<ServerContext> = {},
): Promise<TestServer> {
  const opened = await openTestDatabase(kind);
  const clock = { now: 1_780_000_000_000 };
  const lines: string[] = [];
  const app = await makeApp({
    version: '0.0.0',
    database: opened.database,
    signer: new TokenSigner([{ id: 'k1', secret: new Uint8Array(32).fill(7) }]),
    pokes: new MemoryPokes(),
    limits: new MemoryRateLimits(),
    metrics: new Metrics(),
    isOpen: true,
    quotas: { segments: 1_000_000, blobs: 3_000_000 },
    minClient: 1,
    certificate: null,
    now: () => clock.now,
    random: randomBytes,
    log: { write: (line) => void lines.push(line) },
    ...more,
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  // Where it listens is said there.
  lines.length = 0;
  const address = app.addresses()[0];
  const port = typeof address === 'object' ? address.port : 0;
  return {
    app,
    url: `http://127.0.0.1:${port}`,
    port,
    opened,
    clock,
    lines,
    close: async () => {
      endPokeStreams(app);
      await app.close();
      await opened.close();
    },
  };
}
