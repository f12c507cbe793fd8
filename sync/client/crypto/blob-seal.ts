import { createCipheriv, createDecipheriv, hkdfSync, randomFillSync } from 'node:crypto';

/** Bytes that do not open, or are not what they were called. */
export class BrokenSeal extends Error {}

const NONCE = 12;
const TAG = 16;

/** What a sealed body is: bound to it, so that one cannot be passed off as another. */
export interface BlobLabel {
  readonly account: string;
  readonly kind: 'snapshot' | 'blob';
  /** Epoch and head of a snapshot, hash of a blob. */
  readonly name: string;
}

/** Nonce ‖ ciphertext ‖ tag, AES-256-GCM. */
export function sealBlob(
  key: Uint8Array,
  label: BlobLabel,
  body: Uint8Array,
  fill: (bytes: Uint8Array) => Uint8Array = (bytes) => randomFillSync(bytes),
): Uint8Array {
  const nonce = fill(new Uint8Array(NONCE));
  const cipher = createCipheriv('aes-256-gcm', keyOf(key, label), nonce);
  return Buffer.concat([nonce, cipher.update(body), cipher.final(), cipher.getAuthTag()]);
}

/** @throws BrokenSeal */
export function openBlob(key: Uint8Array, label: BlobLabel, sealed: Uint8Array): Uint8Array {
  if (sealed.length < NONCE + TAG) throw new BrokenSeal('shorter than a seal');
  const decipher = createDecipheriv('aes-256-gcm', keyOf(key, label), sealed.subarray(0, NONCE), {
    authTagLength: TAG,
  });
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(NONCE, sealed.length - TAG)), decipher.final()]);
  } catch (error) {
    throw new BrokenSeal('a body does not open', { cause: error });
  }
}

/** A key of its own for each body: nonces are then never many under one key. */
function keyOf(key: Uint8Array, { account, kind, name }: BlobLabel): Uint8Array {
  const info = Buffer.from(`americano ${kind} 1\0${account}\0${name}`);
  return new Uint8Array(hkdfSync('sha256', key, new Uint8Array(0), info, 32));
}
