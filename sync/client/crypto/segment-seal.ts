import { createCipheriv, createDecipheriv, randomFillSync } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { INFLATED_BYTES_AT_MOST, PADDING_BYTES, SEGMENT_BYTES_AT_MOST } from '../../protocol/limits.ts';
import type { Chain } from '../../protocol/messages.ts';
import { joinFrames, splitFrames, BrokenSegmentBytes } from '../../protocol/segment-bytes.ts';
import { BrokenSegment } from '../planner/sync-disk.ts';

/** What a segment says of itself in the open, and what its seal is bound to. */
export interface SegmentLabel {
  readonly account: string;
  readonly epoch: string;
  readonly dev: string;
  readonly from: number;
  readonly n: number;
  readonly prev: Chain;
  readonly next: Chain;
}

const NONCE = 12;
const TAG = 16;

/**
 * Frames, compressed, filled up and sealed with AES-256-GCM: nonce ‖ ciphertext ‖ tag, a multiple of 256 bytes long. The
 * label is bound to it, so that a server cannot pass one segment off as another.
 * @param key of the epoch, 32 bytes
 * @param fill of random bytes; a nonce is never used twice with a key, and 2^32 random ones are safe
 * @throws RangeError where it is more than a push may carry
 */
export function sealSegment(
  key: Uint8Array,
  label: SegmentLabel,
  frames: readonly Uint8Array[],
  fill: (bytes: Uint8Array) => Uint8Array = (bytes) => randomFillSync(bytes),
): Uint8Array {
  const inside = joinFrames(frames);
  if (inside.length > INFLATED_BYTES_AT_MOST) throw new RangeError('more than a segment may hold');
  const packed = deflateRawSync(inside, { level: 9 });
  const bare = NONCE + 4 + packed.length + TAG;
  const size = Math.ceil(bare / PADDING_BYTES) * PADDING_BYTES;
  if (size > SEGMENT_BYTES_AT_MOST) throw new RangeError('more than a push may carry');
  const plain = new Uint8Array(size - NONCE - TAG);
  new DataView(plain.buffer).setUint32(0, packed.length);
  plain.set(packed, 4);
  const nonce = fill(new Uint8Array(NONCE));
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(labelBytes(label));
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/**
 * The frames of a segment.
 * @throws BrokenSegment where the seal, the size or the count is not what the label says
 */
export function openSegment(key: Uint8Array, label: SegmentLabel, sealed: Uint8Array): Uint8Array[] {
  if (sealed.length < NONCE + 4 + TAG || sealed.length > SEGMENT_BYTES_AT_MOST)
    throw new BrokenSegment('a segment of a size that cannot be');
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE), { authTagLength: TAG });
  decipher.setAAD(labelBytes(label));
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG));
  try {
    const plain = Buffer.concat([
      decipher.update(sealed.subarray(NONCE, sealed.length - TAG)),
      decipher.final(),
    ]);
    const length = plain.readUInt32BE(0);
    if (length > plain.length - 4) throw new BrokenSegment('a segment is shorter than it says');
    const inside = inflateRawSync(plain.subarray(4, 4 + length), { maxOutputLength: INFLATED_BYTES_AT_MOST });
    return splitFrames(inside, label.n);
  } catch (error) {
    if (error instanceof BrokenSegment) throw error;
    if (error instanceof BrokenSegmentBytes || isOfCodec(error))
      throw new BrokenSegment('a segment does not open', { cause: error });
    throw error;
  }
}

/** What node:crypto and node:zlib throw at bytes that are not theirs. */
function isOfCodec(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  return (
    code.startsWith('Z_') || code === 'ERR_BUFFER_TOO_LARGE' || /unable to authenticate/i.test(error.message)
  );
}

/** Every part behind its length, so that no two labels give the same bytes. */
function labelBytes({ account, epoch, dev, from, n, prev, next }: SegmentLabel): Uint8Array {
  const parts = ['americano segment 1', account, epoch, dev, String(from), String(n), prev, next];
  return Buffer.concat(
    parts.map((part) => {
      const bytes = Buffer.from(part);
      const length = Buffer.alloc(4);
      length.writeUInt32BE(bytes.length);
      return Buffer.concat([length, bytes]);
    }),
  );
}
