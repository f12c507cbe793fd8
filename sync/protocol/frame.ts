import { decode, encode, rfc8949EncodeOptions } from 'cborg';
import { z } from 'zod';
import { BLOB_BYTES_AT_MOST, BULK_ENTRIES_AT_MOST, FRAME_BYTES_AT_MOST } from './limits.ts';
import type { Op, OpBody } from './op.ts';

/** A frame that no version can have written. */
export class BrokenFrame extends Error {}

const VERSION = 1;
const uid = z.string().regex(/^[0-9a-f]{32}$/);
/** An op, an entry of a bulk op, one field of an op of several. */
const opId = z.string().regex(/^[0-9a-f]{32}(\.\d{1,7})?(\/[a-z][a-z0-9_]{0,63})?$/);
const hash = z.string().regex(/^[0-9a-f]{64}$/);
const table = z.string().regex(/^[a-z][a-z0-9_]{0,63}$/);
const value = z.union([z.null(), z.boolean(), z.number(), z.bigint(), z.string(), z.instanceof(Uint8Array)]);
const row = z.record(table, value);
const needs = z.array(uid).max(64).optional();

const envelope = z.tuple([
  z.int().min(1).max(255),
  opId,
  z
    .int()
    .min(0)
    .max(2 ** 48 - 1),
  z.int().min(0).max(65_535),
  z.string().min(1).max(40),
  z.instanceof(Uint8Array),
]);

const bodies = {
  cells: z.strictObject({ table, uid, fields: row, needs }),
  event: z.strictObject({ table, uid, row, needs }),
  generated: z.strictObject({ table, uid, row, needs }),
  erase: z.strictObject({
    tables: z.array(table).max(200),
    upToMs: z
      .int()
      .min(0)
      .max(2 ** 48 - 1),
  }),
  bulk: z.strictObject({
    blob: hash,
    bytes: z.int().min(1).max(BLOB_BYTES_AT_MOST),
    tables: z.array(table).max(200),
    entries: z.int().min(1).max(BULK_ENTRIES_AT_MOST),
  }),
  digest: z.strictObject({
    epoch: z.string().min(1).max(64),
    seq: z.int().min(0),
    rules: z.int().min(1).max(65_535),
    tables: z.record(
      table,
      z.instanceof(Uint8Array).refine(({ length }) => length === 32),
    ),
  }),
};

const strictly = {
  strict: true,
  allowIndefinite: false,
  allowUndefined: false,
  allowInfinity: false,
  allowNaN: false,
  rejectDuplicateMapKeys: true,
} as const;

/**
 * The exact bytes of an op: an array of version, id, milliseconds, counter, kind and the body as bytes of its own, in
 * deterministic CBOR (RFC 8949 §4.2). The same op gives the same bytes on every device, and a body that this version
 * does not know goes on as it came.
 * @throws RangeError beyond 64 KiB
 */
export function encodeFrame({ id, at, body }: Op): Uint8Array {
  const [kind, bytes, version] =
    body.kind === 'unknown'
      ? [body.name, body.bytes, body.version]
      : [body.kind, encode(contentOf(body), rfc8949EncodeOptions), VERSION];
  const frame = encode([version, id, at.ms, at.n, kind, bytes], rfc8949EncodeOptions);
  if (frame.length > FRAME_BYTES_AT_MOST) throw new RangeError('an op is larger than a frame may be');
  return frame;
}

/** Everything but the kind, and nothing that is not there. */
function contentOf(body: Exclude<OpBody, { kind: 'unknown' }>): object {
  const isContent = ([name, entry]: [string, unknown]): boolean => name !== 'kind' && entry !== undefined;
  return Object.fromEntries(Object.entries(body).filter(isContent));
}

/**
 * @throws BrokenFrame where the envelope is not one, or the body of a known kind is not what that kind is
 */
export function decodeFrame(frame: Uint8Array): Op {
  if (frame.length > FRAME_BYTES_AT_MOST) throw new BrokenFrame('a frame is larger than it may be');
  const read = envelope.safeParse(cbor(frame));
  if (!read.success) throw new BrokenFrame('a frame is not one');
  const [version, id, ms, n, kind, bytes] = read.data;
  const at = { ms, n };
  if (version > VERSION || !isKnown(kind))
    return { id, at, body: { kind: 'unknown', name: kind, version, bytes } };
  const body = bodies[kind].safeParse(cbor(bytes));
  if (!body.success) throw new BrokenFrame(`the body of a frame is not of kind ${kind}`);
  // Checked by the schema of its kind.
  return { id, at, body: { kind, ...body.data } as OpBody };
}

function isKnown(kind: string): kind is keyof typeof bodies {
  return Object.hasOwn(bodies, kind);
}

function cbor(bytes: Uint8Array): unknown {
  try {
    return decode(bytes, strictly);
  } catch (error) {
    throw new BrokenFrame('a frame is not CBOR', { cause: error });
  }
}
