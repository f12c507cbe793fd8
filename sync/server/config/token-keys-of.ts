import { randomBytes } from 'node:crypto';
import type { TokenKey } from '../accounts/token-keys.ts';
import { BadConfig } from './read-config.ts';

/** Keys as they are written in the environment, the signing one first. @throws BadConfig */
export function tokenKeysOf(text: string): readonly [TokenKey, ...TokenKey[]] {
  const keys = text.split(',').map((part) => {
    const [, id, secret] = /^([A-Za-z0-9]{1,16}):([A-Za-z0-9_-]{43})$/.exec(part.trim()) ?? [];
    if (id === undefined || secret === undefined)
      throw new BadConfig([
        'AMERICANO_SERVER_KEYS: each key is id:base64url of 32 bytes; `server keys` makes one',
      ]);
    return { id, secret: Buffer.from(secret, 'base64url') };
  });
  const [first, ...others] = keys;
  if (first === undefined) throw new BadConfig(['AMERICANO_SERVER_KEYS: no key']);
  if (new Set(keys.map(({ id }) => id)).size !== keys.length)
    throw new BadConfig(['AMERICANO_SERVER_KEYS: two keys have one id']);
  return [first, ...others];
}

/** A new key before those in force: it signs, they are accepted until their tokens are over. */
export function withNewKey(text: string | null): string {
  const added = `k${randomBytes(4).toString('hex')}:${randomBytes(32).toString('base64url')}`;
  const [inForce] = text === null ? [] : text.split(',');
  return inForce === undefined ? added : `${added},${inForce.trim()}`;
}
