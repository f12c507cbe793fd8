import { createPrivateKey, createPublicKey, hkdfSync, randomFillSync, type KeyObject } from 'node:crypto';
import { entropyToMnemonic, mnemonicToEntropy } from '@scure/bip39';
import { wordlist } from '@scure/bip39/wordlists/english.js';

/** Words that are no recovery phrase: a wrong word, a missing one, or two that changed places. */
export class WrongPhrase extends Error {}

export const ROOT_KEY_BYTES = 32;

/** The key of an account. It is shown once, as words, and no device keeps it. */
export function newRootKey(
  fill: (bytes: Uint8Array) => Uint8Array = (bytes) => randomFillSync(bytes),
): Uint8Array {
  return fill(new Uint8Array(ROOT_KEY_BYTES));
}

/** 24 words (BIP-39, English): 256 bits and a check of 8. */
export function phraseOf(root: Uint8Array): string {
  if (root.length !== ROOT_KEY_BYTES) throw new RangeError('a root key has 32 bytes');
  return entropyToMnemonic(root, wordlist);
}

/** @param phrase words in any case, with any white space between them @throws WrongPhrase */
export function rootKeyOf(phrase: string): Uint8Array {
  const words = phrase.normalize('NFKD').trim().toLowerCase().split(/\s+/u);
  if (words.length !== 24) throw new WrongPhrase(`a recovery phrase has 24 words, not ${words.length}`);
  try {
    return mnemonicToEntropy(words.join(' '), wordlist);
  } catch (error) {
    throw new WrongPhrase('these words are not a recovery phrase', { cause: error });
  }
}

/**
 * What epoch keys are sealed to so that the phrase opens them: the public half is on every device, the private one is
 * made of the root key when the phrase is typed in. A device that is revoked cannot open the epochs after it.
 */
export function recoveryKey(root: Uint8Array): {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
} {
  const seed = Buffer.from(hkdfSync('sha256', root, new Uint8Array(0), 'americano recovery key 1', 32));
  const privateKey = createPrivateKey({
    key: Buffer.concat([X25519_PREFIX, seed]),
    format: 'der',
    type: 'pkcs8',
  });
  return { privateKey, publicKey: createPublicKey(privateKey) };
}

/** What comes before the 32 bytes of a private X25519 key in PKCS #8 (RFC 8410). */
const X25519_PREFIX = Buffer.from('302e020100300506032b656e04220420', 'hex');
