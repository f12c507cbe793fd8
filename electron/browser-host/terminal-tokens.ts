import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

const livesMs = 10_000;
const digest = (value: string): Buffer => createHash('sha256').update(value).digest();

/** Tokens for terminals of this user: who knows the secret of host.json gets one, for one connection. */
export class TerminalTokens {
  readonly #secret: Buffer;
  readonly #tokens = new Map<string, number>();
  readonly #now: () => number;

  constructor(secret: string, now: () => number) {
    this.#secret = digest(`Bearer ${secret}`);
    this.#now = now;
  }

  /** Whether an Authorization header proves that its sender may read this user's files. */
  proves(authorization: string | undefined): boolean {
    return authorization !== undefined && timingSafeEqual(digest(authorization), this.#secret);
  }

  issue(): string {
    for (const [name, expiresAt] of this.#tokens) if (expiresAt <= this.#now()) this.#tokens.delete(name);
    const token = randomBytes(32).toString('base64url');
    this.#tokens.set(digest(token).toString('base64'), this.#now() + livesMs);
    return token;
  }

  redeem(token: string): boolean {
    const name = digest(token).toString('base64');
    const expiresAt = this.#tokens.get(name);
    this.#tokens.delete(name);
    return expiresAt !== undefined && expiresAt > this.#now();
  }
}
