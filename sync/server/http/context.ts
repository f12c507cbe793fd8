import type { RandomBytes } from '../accounts/refresh-tokens.ts';
import type { Quotas } from '../accounts/create-account.ts';
import type { TokenSigner } from '../accounts/token-keys.ts';
import type { RateLimits } from '../limits/rate-limits.ts';
import type { Pokes } from '../pokes/pokes.ts';
import type { Database } from '../store/database.ts';
import type { Certificate } from './make-server.ts';
import type { Metrics } from './metrics.ts';

/** What routes stand on. Time and randomness are arguments here too. */
export interface ServerContext {
  readonly version: string;
  readonly database: Database;
  readonly signer: TokenSigner;
  readonly pokes: Pokes;
  readonly limits: RateLimits;
  readonly metrics: Metrics;
  readonly isOpen: boolean;
  readonly quotas: Quotas;
  /** Clients below this version of the protocol are told to upgrade. */
  readonly minClient: number;
  readonly certificate: Certificate | null;
  readonly now: () => number;
  readonly random: RandomBytes;
  /** Lines of the log; null: none. */
  readonly log: { write(line: string): void } | null;
}
