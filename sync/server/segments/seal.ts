import { sql } from 'kysely';
import type { SealRequest } from '../../protocol/messages.ts';
import type { Database } from '../store/database.ts';

export type SealOutcome = 'ok' | 'moved' | 'revoked' | 'gone' | 'quota';

/**
 * Begins an epoch with a snapshot that a device at the head made, and drops the segments it makes needless. Whoever comes
 * second is told that the account moved.
 */
export async function seal(
  { kysely }: Database,
  account: string,
  dev: string,
  { after, epoch, head, state }: SealRequest<Uint8Array>,
  nowMs: number,
): Promise<SealOutcome> {
  const { rows } = await sql<{
    st: SealOutcome;
  }>`select sync.seal(${account}, ${dev}, ${after}, ${epoch}, ${head},
    ${state}, ${nowMs}) as st`.execute(kysely);
  return rows[0]?.st ?? 'gone';
}
