import { createHash } from 'node:crypto';

/**
 * A source of bytes for uidSource that gives the same sequence for the same seed on every machine: SHA-256 of the seed
 * and a counter. For calls that must repeat exactly, never for secrets.
 */
export const seededFill = (seed: string): ((bytes: Uint8Array) => Uint8Array) => {
  let counter = 0;
  return (bytes) => {
    for (let offset = 0; offset < bytes.length; offset += 32) {
      const block = createHash('sha256').update(`${seed}\0${counter}`).digest();
      bytes.set(block.subarray(0, bytes.length - offset), offset);
      counter += 1;
    }
    return bytes;
  };
};
