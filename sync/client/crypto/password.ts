import { createCipheriv, createDecipheriv, randomFillSync } from 'node:crypto';
import { argon2idAsync } from '@noble/hashes/argon2.js';

/** Not this password. */
export class WrongPassword extends Error {}

/** RFC 9106, second recommended option: 64 MiB, three passes, four lanes. */
const COST = { t: 3, m: 64 * 1024, p: 4, dkLen: 32 } as const;
const SALT = 16;
const NONCE = 12;
const TAG = 16;
const LABEL = Buffer.from('americano root key under a password 1');

/** The root key under a password: salt ‖ nonce ‖ ciphertext ‖ tag. */
export async function wrapRootKey(
  root: Uint8Array,
  password: string,
  fill: (bytes: Uint8Array) => Uint8Array = (bytes) => randomFillSync(bytes),
): Promise<Uint8Array> {
  const salt = fill(new Uint8Array(SALT));
  const nonce = fill(new Uint8Array(NONCE));
  const cipher = createCipheriv('aes-256-gcm', await keyOf(password, salt), nonce);
  cipher.setAAD(LABEL);
  return Buffer.concat([salt, nonce, cipher.update(root), cipher.final(), cipher.getAuthTag()]);
}

/** @throws WrongPassword */
export async function unwrapRootKey(wrapped: Uint8Array, password: string): Promise<Uint8Array> {
  if (wrapped.length !== SALT + NONCE + 32 + TAG) throw new WrongPassword('a wrapped key has another size');
  const salt = wrapped.subarray(0, SALT);
  const decipher = createDecipheriv(
    'aes-256-gcm',
    await keyOf(password, salt),
    wrapped.subarray(SALT, SALT + NONCE),
    { authTagLength: TAG },
  );
  decipher.setAAD(LABEL);
  decipher.setAuthTag(wrapped.subarray(wrapped.length - TAG));
  try {
    const sealed = wrapped.subarray(SALT + NONCE, wrapped.length - TAG);
    return Buffer.concat([decipher.update(sealed), decipher.final()]);
  } catch (error) {
    throw new WrongPassword('not this password', { cause: error });
  }
}

/** The same letters, however they were typed: a password is normalised before it is hashed. */
function keyOf(password: string, salt: Uint8Array): Promise<Uint8Array> {
  return argon2idAsync(Buffer.from(password.normalize('NFKC')), salt, COST);
}
