import { createPublicKey, verify } from 'node:crypto';
import { proofBytes } from '../../protocol/device-proof.ts';

/** What comes before the 32 bytes of a public Ed25519 key in SPKI (RFC 8410). */
const PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

/** Whether the holder of this key signed the nonce, for this account and device. */
export function isProof(
  raw: Uint8Array,
  account: string,
  dev: string,
  nonce: Uint8Array,
  proof: Uint8Array,
): boolean {
  if (raw.length !== 32 || proof.length !== 64) return false;
  const key = createPublicKey({ key: Buffer.concat([PREFIX, raw]), format: 'der', type: 'spki' });
  return verify(null, proofBytes(account, dev, nonce), key, proof);
}
