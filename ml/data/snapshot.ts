import { DataError } from './data-error.ts';

/*
 * Models as bytes: "AMML", kind and version of the format u16 each, length of what follows u32, its checksum u32, then
 * the model. What was damaged, cut, or written by a newer program is refused before anything of it is believed.
 */
const MAGIC = 0x4c4d_4d41;
const HEAD = 16;

/** Kinds of models. Numbers are kept for good. */
export const SNAPSHOT_KINDS = {
  forest: 1,
  boost: 2,
  logistic: 3,
  recall: 4,
  knowledge: 5,
  struggle: 6,
} as const;
export type SnapshotKind = keyof typeof SNAPSHOT_KINDS;

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit += 1) rest = rest & 1 ? (rest >>> 1) ^ 0xedb8_8320 : rest >>> 1;
  return rest;
});

/** CRC-32 (ISO-HDLC, as in zip and PNG). */
export function crc32(bytes: Uint8Array): number {
  let rest = 0xffff_ffff;
  for (const byte of bytes) rest = (rest >>> 8) ^ table[(rest ^ byte) & 255]!;
  return ~rest >>> 0;
}

/** Wraps the bytes of a model. `version`: of the format of this kind. */
export function toSnapshot(kind: SnapshotKind, version: number, body: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(HEAD + body.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint16(4, SNAPSHOT_KINDS[kind], true);
  view.setUint16(6, version, true);
  view.setUint32(8, body.length, true);
  view.setUint32(12, crc32(body), true);
  bytes.set(body, HEAD);
  return bytes;
}

/**
 * The bytes of a model, and the version they are written in.
 * @param newest the newest version that can be read
 * @throws DataError `out_of_range` where it is no snapshot, of another kind, newer or damaged; `length` where it was cut
 */
export function fromSnapshot(
  kind: SnapshotKind,
  newest: number,
  bytes: Uint8Array,
): { version: number; body: Uint8Array } {
  const refuse = (why: string): DataError => new DataError('out_of_range', 'snapshot', null, why);
  if (bytes.length < HEAD) throw new DataError('length', 'snapshot', null, 'is cut short');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(0, true) !== MAGIC) throw refuse('is not a model of this program');
  if (view.getUint16(4, true) !== SNAPSHOT_KINDS[kind]) throw refuse(`is not a ${kind} model`);
  const version = view.getUint16(6, true);
  if (version < 1 || version > newest)
    throw refuse(`was written by a newer program (format ${version}, known up to ${newest})`);
  const body = bytes.subarray(HEAD);
  if (view.getUint32(8, true) !== body.length)
    throw new DataError('length', 'snapshot', null, 'is cut short, or goes on');
  if (view.getUint32(12, true) !== crc32(body))
    throw refuse('is damaged: its checksum is not that of its bytes');
  return { version, body };
}
