import type { Transport } from '#core/rpc/transport.ts';

/** What this host can do. Members a host lacks are absent; nothing above asks which host it is. */
export type Platform = {
  /** Opens one authenticated connection. Rejects with SessionEnded when no further attempt can succeed. */
  connect: () => Promise<Transport>;
};

/** The host refused this window for good: only a new launch helps. */
export class SessionEnded extends Error {
  override readonly name = 'SessionEnded';
}
