import { sha256 } from '@noble/hashes/sha2.js';
import type { RandomBytes } from './random/random-bytes.ts';

const SECRET_BYTES = 32;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Base64 of RFC 4648 §5 without padding. */
export function base64url(bytes: Uint8Array): string {
  let text = '';
  for (let place = 0; place < bytes.length; place += 3) {
    const [a = 0, b = 0, c = 0] = bytes.subarray(place, place + 3);
    const word = (a << 16) | (b << 8) | c;
    const letters = Math.min(4, Math.ceil(((bytes.length - place) * 8) / 6));
    for (let letter = 0; letter < letters; letter += 1) text += ALPHABET[(word >> (18 - 6 * letter)) & 63];
  }
  return text;
}

/**
 * A secret of one message, kept on the device: whoever shows it deletes the message while it is not released. Each
 * message has its own, or they would tell which belong together.
 */
export const newDeletionSecret = (random: RandomBytes): Uint8Array => Uint8Array.from(random(SECRET_BYTES));

/** What the message carries of it. */
export const deletionTag = (secret: Uint8Array): string => base64url(sha256(secret));
