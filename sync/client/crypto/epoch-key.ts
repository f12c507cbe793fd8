import {
  createCipheriv,
  createDecipheriv,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  randomFillSync,
  type KeyObject,
} from 'node:crypto';

/** A box that does not open with this key. */
export class WrongKey extends Error {}

const PUBLIC = 32;
const TAG = 16;
const NONCE = new Uint8Array(12);

/** The key of an epoch: random, so that nobody who knows an earlier one knows it. */
export function newEpochKey(
  fill: (bytes: Uint8Array) => Uint8Array = (bytes) => randomFillSync(bytes),
): Uint8Array {
  return fill(new Uint8Array(32));
}

/**
 * An epoch key for whoever holds the private half: a fresh key pair, X25519, HKDF-SHA-256 bound to both public halves and
 * the epoch, AES-256-GCM. Public half (32 bytes) ‖ ciphertext (32) ‖ tag (16).
 */
export function boxEpochKey(key: Uint8Array, epoch: string, to: KeyObject): Uint8Array {
  const { privateKey, publicKey } = generateKeyPairSync('x25519');
  const mine = rawPublic(publicKey);
  const cipher = createCipheriv('aes-256-gcm', secretOf(privateKey, to, mine, rawPublic(to), epoch), NONCE);
  return Buffer.concat([mine, cipher.update(key), cipher.final(), cipher.getAuthTag()]);
}

/** @throws WrongKey */
export function openEpochKey(box: Uint8Array, epoch: string, privateKey: KeyObject): Uint8Array {
  if (box.length !== PUBLIC + 32 + TAG) throw new WrongKey('a box of an epoch key has another size');
  const theirs = box.subarray(0, PUBLIC);
  const own = rawPublic(createPublicKey(privateKey));
  try {
    const secret = secretOf(privateKey, publicOf(theirs), theirs, own, epoch);
    const decipher = createDecipheriv('aes-256-gcm', secret, NONCE, { authTagLength: TAG });
    decipher.setAuthTag(box.subarray(PUBLIC + 32));
    return Buffer.concat([decipher.update(box.subarray(PUBLIC, PUBLIC + 32)), decipher.final()]);
  } catch (error) {
    throw new WrongKey('this key does not open the box', { cause: error });
  }
}

/** The nonce may be the same each time: the secret is used once. */
function secretOf(
  privateKey: KeyObject,
  publicKey: KeyObject,
  sender: Uint8Array,
  receiver: Uint8Array,
  epoch: string,
): Buffer {
  const shared = diffieHellman({ privateKey, publicKey });
  const info = Buffer.concat([Buffer.from('americano epoch key 1'), sender, receiver, Buffer.from(epoch)]);
  return Buffer.from(hkdfSync('sha256', shared, new Uint8Array(0), info, 32));
}

/** What comes before the 32 bytes of a public X25519 key (RFC 8410). */
const PREFIX = Buffer.from('302a300506032b656e032100', 'hex');

export function rawPublic(key: KeyObject): Uint8Array {
  return key.export({ format: 'der', type: 'spki' }).subarray(PREFIX.length);
}

export function publicOf(raw: Uint8Array): KeyObject {
  return createPublicKey({ key: Buffer.concat([PREFIX, raw]), format: 'der', type: 'spki' });
}
