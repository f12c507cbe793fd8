import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { proofBytes } from '../../protocol/device-proof.ts';

/** What a device proves itself with: Ed25519; its private half never leaves the machine. */
export function newDeviceKey(): { readonly privateKey: KeyObject; readonly publicKey: KeyObject } {
  return generateKeyPairSync('ed25519');
}

const PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

/** The 32 bytes of a public key. */
export function rawDeviceKey(key: KeyObject): Uint8Array {
  return key.export({ format: 'der', type: 'spki' }).subarray(PREFIX.length);
}

/**
 * The proof that this is the device: a signature of the server's nonce, bound to the account and the device, so that it
 * cannot be used elsewhere.
 */
export function proveDevice(
  privateKey: KeyObject,
  account: string,
  dev: string,
  nonce: Uint8Array,
): Uint8Array {
  return sign(null, proofBytes(account, dev, nonce), privateKey);
}
