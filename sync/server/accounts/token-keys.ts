import { createHmac, timingSafeEqual } from 'node:crypto';

/** Keys that tokens are signed with: the first signs, all are accepted, so that they can be changed without a pause. */
export interface TokenKey {
  readonly id: string;
  /** 32 bytes. */
  readonly secret: Uint8Array;
}

/** Who speaks, until when. */
export interface Identity {
  readonly account: string;
  readonly dev: string;
}

export const ACCESS_MS = 15 * 60_000;
const NONCE_MS = 60_000;

export class TokenSigner {
  readonly #keys: readonly [TokenKey, ...TokenKey[]];

  constructor(keys: readonly [TokenKey, ...TokenKey[]]) {
    this.#keys = keys;
  }

  /** Good for 15 minutes, for one device. It is checked without a look at the database. */
  access({ account, dev }: Identity, nowMs: number): { readonly token: string; readonly expiresMs: number } {
    const expiresMs = nowMs + ACCESS_MS;
    return { token: this.#sign('access', `${account}.${dev}.${expiresMs.toString(36)}`), expiresMs };
  }

  identityOf(token: string, nowMs: number): Identity | null {
    const [account, dev, expires] = this.#read('access', token) ?? [];
    if (account === undefined || dev === undefined || !isBefore(nowMs, expires)) return null;
    return { account, dev };
  }

  /** @param random 16 bytes; what a device signs to prove itself, within a minute */
  nonce(random: Uint8Array, nowMs: number): { readonly nonce: string; readonly expiresMs: number } {
    const expiresMs = nowMs + NONCE_MS;
    const text = `${Buffer.from(random).toString('base64url')}.${expiresMs.toString(36)}`;
    return { nonce: this.#sign('nonce', text), expiresMs };
  }

  /** When a nonce of ours expires; null: it is not, or did. */
  expiryOfNonce(nonce: string, nowMs: number): number | null {
    const [, expires] = this.#read('nonce', nonce) ?? [];
    return isBefore(nowMs, expires) ? Number.parseInt(expires, 36) : null;
  }

  #sign(purpose: string, text: string): string {
    const [key] = this.#keys;
    return `${key.id}.${text}.${tagOf(key, purpose, text)}`;
  }

  #read(purpose: string, token: string): string[] | null {
    const parts = token.split('.');
    const key = this.#keys.find(({ id }) => id === parts[0]);
    const tag = parts.at(-1);
    if (key === undefined || tag === undefined || parts.length < 3) return null;
    const inside = parts.slice(1, -1);
    const expected = Buffer.from(tagOf(key, purpose, inside.join('.')));
    const given = Buffer.from(tag);
    return given.length === expected.length && timingSafeEqual(given, expected) ? inside : null;
  }
}

function tagOf({ id, secret }: TokenKey, purpose: string, text: string): string {
  return createHmac('sha256', secret).update(`americano ${purpose} 1\0${id}\0${text}`).digest('base64url');
}

function isBefore(nowMs: number, expires: string | undefined): expires is string {
  return expires !== undefined && nowMs < Number.parseInt(expires, 36);
}
