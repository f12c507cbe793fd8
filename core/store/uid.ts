import { hash, randomFillSync } from 'node:crypto';
import type { Clock, IdSource } from './clock.ts';

/** UUIDv7 source: 48 bits of milliseconds, a 12-bit counter within one, 62 random bits. */
export const uidSource = (
  clock: Clock,
  fill: (bytes: Uint8Array) => Uint8Array = (bytes) => randomFillSync(bytes),
): IdSource => {
  let lastMs = -1;
  let counter = 0;
  return {
    uid: () => {
      let ms = Math.max(clock.now(), lastMs);
      counter = ms === lastMs ? counter + 1 : 0;
      if (counter > 0xfff) {
        ms += 1;
        counter = 0;
      }
      lastMs = ms;
      const bytes = fill(new Uint8Array(16));
      const view = new DataView(bytes.buffer, bytes.byteOffset);
      view.setUint16(0, Math.floor(ms / 2 ** 32));
      view.setUint32(2, ms % 2 ** 32);
      view.setUint16(6, 0x7000 | counter);
      view.setUint8(8, (view.getUint8(8) & 0x3f) | 0x80);
      return bytes;
    },
  };
};

/** The uid of what is imported or generated: first 16 bytes of SHA-256(source ‖ 0 ‖ identity), the same on every device. */
export const derivedUid = (source: string, ...identity: (string | Uint8Array)[]): Uint8Array => {
  // Texts are hashed in one call: a big import makes a million of these.
  if (identity.every((part) => typeof part === 'string')) {
    return hash('sha256', `${source}\0${identity.join('\0')}`, 'buffer').subarray(0, 16);
  }
  const parts = identity.flatMap((part) => [Buffer.from('\0'), Buffer.from(part)]);
  return hash('sha256', Buffer.concat([Buffer.from(source), ...parts]), 'buffer').subarray(0, 16);
};

const uidPattern = /^[0-9a-f]{32}$/;

/** Outside the file a uid is 32 lower-case hex digits. */
export const uidToHex = (uid: Uint8Array): string =>
  Buffer.from(uid.buffer, uid.byteOffset, uid.byteLength).toString('hex');

export const uidFromHex = (hex: string): Uint8Array => {
  if (!uidPattern.test(hex)) throw new TypeError('a uid is 32 lower-case hex digits');
  return Buffer.from(hex, 'hex');
};
