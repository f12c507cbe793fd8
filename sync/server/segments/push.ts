import { sql } from 'kysely';
import type { PushRequest } from '../../protocol/messages.ts';
import type { Database } from '../store/database.ts';
import type { Refusal } from './refusal.ts';
import { bytesOfChain, chainOfBytes } from '../store/values.ts';

/** What the rules say of a push; `gone`: there is no such account or device. */
export type PushOutcome =
  | ({
      readonly st: 'ok' | 'dup';
      readonly acked: number;
      readonly chain: string;
      readonly head: number;
    } & Usage)
  | { readonly st: 'resync'; readonly acked: number; readonly chain: string }
  | ({ readonly st: 'quota' } & Usage)
  | Refusal<'epoch' | 'revoked' | 'gone'>;

/** Bytes the account has, and may have, in segments and its snapshot. */
interface Usage {
  readonly used: number;
  readonly quota: number;
}

/**
 * Appends a segment where it follows what is known of its device (sync.md, "Server, one transaction"). One statement: the
 * numbers come from the account's row under its lock, so none is missing and none becomes visible late.
 */
export async function push(
  { kysely }: Database,
  account: string,
  segment: PushRequest<Uint8Array> & { readonly codec: number },
  nowMs: number,
): Promise<PushOutcome> {
  const { epoch, dev, from, n, prev, next, codec, body } = segment;
  const { rows } = await sql<PushRow>`select * from sync.push(${account}, ${epoch}, ${dev}, ${from}, ${n},
    ${bytesOfChain(prev)}, ${bytesOfChain(next)}, ${codec}, ${body}, ${nowMs})`.execute(kysely);
  const [row] = rows;
  if (row === undefined) throw new Error('push gave no row');
  const { st, acked, head, used, quota } = row;
  const chain = chainOfBytes(row.chain);
  switch (st) {
    case 'ok':
    case 'dup':
      return { st, acked, chain, head, used, quota };
    case 'resync':
      return { st, acked, chain };
    case 'quota':
      return { st, used, quota };
    case 'epoch':
    case 'revoked':
    case 'gone':
      return { st };
  }
}

interface PushRow {
  readonly st: PushOutcome['st'];
  readonly acked: number;
  readonly chain: Uint8Array;
  readonly head: number;
  readonly used: number;
  readonly quota: number;
}
