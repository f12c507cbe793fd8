import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import type { Chain } from './messages.ts';

/** The chain before the first op of every device: 32 bytes of nothing. */
export const FIRST_CHAIN: Chain = '';

const NOTHING = new Uint8Array(32);

/**
 * Hᵢ = SHA-256(Hᵢ₋₁ ‖ length of the frame, 32 bits, most significant byte first ‖ frame), as hex.
 */
export function chainAfter(prev: Chain, frame: Uint8Array): Chain {
  const before = prev === FIRST_CHAIN ? NOTHING : hexToBytes(prev);
  const bytes = new Uint8Array(before.length + 4 + frame.length);
  bytes.set(before);
  new DataView(bytes.buffer).setUint32(before.length, frame.length);
  bytes.set(frame, before.length + 4);
  return bytesToHex(sha256(bytes));
}
