import { sql } from 'kysely';
import type { PullRequest, StoredSegment } from '../../protocol/messages.ts';
import type { Database } from '../store/database.ts';
import type { Refusal } from './refusal.ts';
import { chainOfBytes, nameOfUuid } from '../store/values.ts';

/** As the server keeps it, and how its body is packed. */
export type KeptSegment = StoredSegment<Uint8Array> & { readonly codec: number };

export type PullOutcome =
  | {
      readonly st: 'ok';
      readonly head: number;
      readonly floor: number;
      readonly segs: readonly KeptSegment[];
    }
  | Refusal<'epoch' | 'revoked' | 'gone'>;

/** A page holds at least one segment, and else at most this many bytes of them. */
export const PAGE_BYTES_AT_MOST = 4 * 1024 * 1024;

/** What follows a number of the account, in one statement that writes nothing. */
export async function pull(
  { kysely }: Database,
  account: string,
  dev: string,
  { epoch, after, max }: PullRequest,
): Promise<PullOutcome> {
  const { rows } = await sql<PullRow>`select * from sync.pull(${account}, ${epoch}, ${dev}, ${after}, ${max},
    ${PAGE_BYTES_AT_MOST})`.execute(kysely);
  const [first] = rows;
  if (first === undefined) return { st: 'gone' };
  if (first.st !== 'ok') return { st: first.st };
  return { st: 'ok', head: first.head, floor: first.floor, segs: rows.flatMap(segmentOf) };
}

type PullRow = { readonly st: PullOutcome['st']; readonly head: number; readonly floor: number } & (
  | { readonly seq: null }
  | {
      readonly seq: number;
      readonly dev: string;
      readonly first: number;
      readonly last: number;
      readonly prev: Uint8Array;
      readonly next: Uint8Array;
      readonly codec: number;
      readonly body: Uint8Array;
      readonly received_at: number;
    }
);

function segmentOf(row: PullRow): KeptSegment[] {
  if (row.seq === null) return [];
  const { seq, dev, first, last, prev, next, codec, body, received_at: receivedMs } = row;
  return [
    {
      seq,
      dev: nameOfUuid(dev),
      from: first,
      n: last - first + 1,
      prev: chainOfBytes(prev),
      next: chainOfBytes(next),
      codec,
      body,
      receivedMs,
    },
  ];
}
