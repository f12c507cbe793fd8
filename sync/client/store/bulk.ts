import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { decode, encode, rfc8949EncodeOptions } from 'cborg';
import { z } from 'zod';
import { addressOf } from './store-blobs.ts';
import { BLOB_BYTES_AT_MOST } from '../../protocol/limits.ts';
import type { BulkBody, Op, OpBody, Value } from '../../protocol/op.ts';

/** A blob that is not what a bulk op may carry. */
export class BrokenBulk extends Error {}

/** Ops of one transaction from which on they travel together, as one op with a blob. */
export const BULK_FROM = 500;

const name = z.string().regex(/^[a-z][a-z0-9_]{0,63}$/);
const value = z.union([z.null(), z.boolean(), z.number(), z.bigint(), z.string(), z.instanceof(Uint8Array)]);
const entry = z.tuple([
  z.enum(['cells', 'event', 'generated']),
  name,
  z.instanceof(Uint8Array).refine(({ length }) => length === 16),
  z.record(name, value),
]);
const entries = z.array(entry);

export type RowBody = Exclude<OpBody, { kind: 'unknown' | 'erase' | 'bulk' | 'digest' }>;

/** What many ops say, as a blob, and the op that names it. @throws RangeError where it is more than a blob may hold */
export function bulkOf(bodies: readonly RowBody[]): { body: BulkBody; blob: Uint8Array } {
  const rows = bodies.map((body) => [
    body.kind,
    body.table,
    Buffer.from(body.uid, 'hex'),
    body.kind === 'cells' ? body.fields : body.row,
  ]);
  const plain = encode(rows, rfc8949EncodeOptions);
  if (plain.length > BLOB_BYTES_AT_MOST) throw new RangeError('more than a blob may hold');
  const blob = deflateRawSync(plain);
  const tables = [...new Set(bodies.map(({ table }) => table))];
  const sha256 = addressOf(blob);
  return { blob, body: { kind: 'bulk', blob: sha256, bytes: blob.length, tables, entries: bodies.length } };
}

/** The ops of a bulk op. @throws BrokenBulk */
export function entriesOf(blob: Uint8Array, { id, at, body }: Op): Op[] {
  if (body.kind !== 'bulk') throw new BrokenBulk('not a bulk op');
  return parse(blob, body).map(([kind, table, uid, fields], place) => {
    const said = { table, uid: Buffer.from(uid).toString('hex') };
    const row = fields as Record<string, Value>;
    return {
      id: `${id}.${place}`,
      at,
      body: kind === 'cells' ? { kind, ...said, fields: row } : { kind, ...said, row },
    };
  });
}

function parse(blob: Uint8Array, body: BulkBody): z.infer<typeof entries> {
  let read: unknown;
  try {
    read = decode(inflateRawSync(blob, { maxOutputLength: BLOB_BYTES_AT_MOST }), { strict: true });
  } catch (error) {
    throw new BrokenBulk('a blob does not open', { cause: error });
  }
  const checked = entries.safeParse(read);
  if (!checked.success || checked.data.length !== body.entries)
    throw new BrokenBulk('a blob is not a bulk of ops');
  return checked.data;
}
