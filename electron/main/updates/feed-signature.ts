import { createPublicKey, verify } from 'node:crypto';

/** A description of a release takes some hundred bytes. */
export const maxFeedBytes = 65_536;

/**
 * Whether a description of a release was signed by the key of releases: Ed25519 over its bytes (RFC 8032). A server, a
 * mirror or whoever sits between can then offer no other file than what was released.
 */
export const isSignedFeed = (bytes: Uint8Array, signature: string, key: string): boolean => {
  if (bytes.length === 0 || bytes.length > maxFeedBytes) return false;
  const raw = Buffer.from(signature.trim(), 'base64');
  if (raw.length !== 64) return false;
  try {
    return verify(null, bytes, createPublicKey(key), raw);
  } catch {
    return false;
  }
};
