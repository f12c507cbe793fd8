import { decode, encode, rfc8949EncodeOptions } from 'cborg';
import { z } from 'zod';
import { SEGMENT_BYTES_AT_MOST } from './limits.ts';

/** Requests and answers as they travel over https: what the routes of the server check, and what a client reads. */

/** Names of accounts, devices and epochs: 128 bits. */
export const name128 = z.string().regex(/^[0-9a-f]{32}$/);
const chain = z.string().regex(/^([0-9a-f]{64})?$/);
const whole = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const moment = z.int().min(0);
const base64url = (bytes: number) =>
  z
    .string()
    .regex(/^[A-Za-z0-9_-]*$/)
    .max(Math.ceil((bytes * 4) / 3));

export const OPS_IN_PUSH_AT_MOST = 500;
/** A sealed state; what is larger stands in blobs that the state names. */
export const STATE_BYTES_AT_MOST = SEGMENT_BYTES_AT_MOST;
/** A part of a file, sealed. Files travel in parts, so that a broken upload goes on where it stopped. */
export const BLOB_BYTES_AT_MOST = 4 * 1024 * 1024;

/** Deflated, then sealed with AES-256-GCM. */
export const CODEC_DEFLATE_GCM = 1;

/** The label of a segment; its sealed bytes are the body. `sha`: SHA-256 of them, against damage on the way. */
export const pushQuery = z.strictObject({
  v: z.coerce.number().int().min(1).max(255),
  epoch: name128,
  dev: name128,
  from: whole.min(1),
  n: whole.min(1).max(OPS_IN_PUSH_AT_MOST),
  prev: chain,
  next: chain.min(64),
  codec: z.coerce.number().int().min(0).max(255),
  sha: z.string().regex(/^[0-9a-f]{64}$/),
});

export const pullQuery = z.strictObject({ epoch: name128, after: whole, max: whole.min(1).max(20_000) });

export const sealQuery = z.strictObject({
  /** The epoch it follows; absent: the account has none yet. */
  after: name128.optional(),
  epoch: name128,
  head: whole,
});

const times = { serverMs: moment };
const quota = z.object({ used: moment, atMost: moment });
const taken = { acked: moment, chain, head: moment, receivedMs: moment, ...times, quota };

export const pushTaken = z.discriminatedUnion('st', [
  z.object({ st: z.literal('ok'), ...taken }),
  z.object({ st: z.literal('dup'), ...taken }),
]);
export const resync = z.object({ st: z.literal('resync'), acked: moment, chain, ...times });
export const otherEpoch = z.object({ st: z.literal('epoch'), ...times });
export const revoked = z.object({ st: z.literal('revoked'), ...times });
/** `retryAfterMs`: for a quota, when to look again. */
export const tooMuch = z.object({
  st: z.enum(['quota', 'rate', 'size']),
  retryAfterMs: moment,
  ...times,
});
export const upgrade = z.object({ st: z.literal('upgrade'), minClient: moment, ...times });
/** `token`: none, wrong or too old; `proof`: no such device here, or not proven; `damaged`: not the bytes that were sent. */
export const refused = z.object({
  st: z.enum(['token', 'proof', 'unknown', 'request', 'damaged', 'server', 'slow', 'exists', 'invitation']),
  ...times,
});
export const sealed = z.object({ st: z.enum(['ok', 'moved']), ...times });

const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array);
/** As CBOR, for bodies are bytes. */
export const page = z.object({
  st: z.literal('ok'),
  epoch: name128,
  head: moment,
  floor: moment,
  /** Where the next page begins. */
  next: moment,
  ...times,
  segs: z.array(
    z.object({
      seq: moment,
      dev: name128,
      from: moment,
      n: moment,
      prev: chain,
      next: chain,
      codec: moment,
      receivedMs: moment,
      body: bytes,
    }),
  ),
});

export const snapshotPage = z.discriminatedUnion('st', [
  z.object({ st: z.literal('ok'), epoch: name128, floor: moment, state: bytes, ...times }),
  z.object({ st: z.literal('none'), ...times }),
]);

/** Of one device: 32 bytes of Ed25519 and of X25519, a name sealed by its owner. */
export const deviceKeys = z.strictObject({
  dev: name128,
  signKey: base64url(32).min(43),
  boxKey: base64url(32).min(43),
  name: base64url(1024),
});
const proof = { nonce: z.string().min(1).max(200), proof: base64url(64).min(86) };

export const challenge = z.object({ nonce: z.string(), expiresMs: moment, ...times });
export const tokenRequest = z.strictObject({ account: name128, dev: name128, ...proof });
export const refreshRequest = z.strictObject({ refresh: z.string().min(1).max(200) });
export const tokens = z.object({
  access: z.string(),
  accessExpiresMs: moment,
  refresh: z.string(),
  ...times,
});
export const accountRequest = z.strictObject({
  account: name128,
  invitation: z.string().max(100).optional(),
  device: deviceKeys,
  ...proof,
});
export const done = z.object({ st: z.literal('ok'), ...times });
export const devices = z.object({
  devices: z.array(
    z.object({
      dev: name128,
      signKey: z.string(),
      boxKey: z.string(),
      name: z.string(),
      addedMs: moment,
      revokedMs: moment.nullable(),
    }),
  ),
  ...times,
});
export const renameRequest = z.strictObject({ name: base64url(1024) });
export const blobName = z.strictObject({ sha: z.string().regex(/^[0-9a-f]{64}$/) });

/** Answers that carry bytes. */
export const encodeAnswer = (answer: z.input<typeof page> | z.input<typeof snapshotPage>): Uint8Array =>
  encode(answer, rfc8949EncodeOptions);
export const decodePage = (bytes: Uint8Array): z.infer<typeof page> => page.parse(decode(bytes));
export const decodeSnapshot = (bytes: Uint8Array): z.infer<typeof snapshotPage> =>
  snapshotPage.parse(decode(bytes));
