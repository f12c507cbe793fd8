import { createHash, randomBytes } from 'node:crypto';

export const ticketLivesMs = 60_000;
/** Unused ones. */
export const maxUnusedTickets = 64;
export const maxSessions = 64;

type Ticket = { expiresAt: number; session: string | undefined };
/** A ticket was presented again, or newer sessions needed the room. */
export type EndOfSession = 'used twice' | 'too many';
export type Redeemed = { token: string } | { refused: 'unknown' | 'expired' | 'used' };

const secret = (): string => randomBytes(32).toString('base64url');

/**
 * Names are looked up by their hash: how long a look-up takes says nothing about a secret that is nearly right.
 */
const nameOf = (value: string): string => createHash('sha256').update(value).digest('base64');

/**
 * One-time tickets and the sessions they open. A ticket lives a minute and works once; who presents it again is told
 * apart from its owner by ending the session it opened, which the owner sees.
 */
export class WindowSessions {
  readonly #tickets = new Map<string, Ticket>();
  readonly #sessions = new Set<string>();
  readonly #now: () => number;
  readonly #onEnd: (session: string, why: EndOfSession) => void;

  constructor(now: () => number, onEnd: (session: string, why: EndOfSession) => void) {
    this.#now = now;
    this.#onEnd = onEnd;
  }

  issueTicket(): string {
    this.#forgetOld();
    const ticket = secret();
    this.#tickets.set(nameOf(ticket), { expiresAt: this.#now() + ticketLivesMs, session: undefined });
    return ticket;
  }

  redeem(presented: string): Redeemed {
    const ticket = this.#tickets.get(nameOf(presented));
    if (ticket === undefined) return { refused: 'unknown' };
    if (ticket.session !== undefined) {
      this.#sessions.delete(ticket.session);
      this.#onEnd(ticket.session, 'used twice');
      return { refused: 'used' };
    }
    if (ticket.expiresAt <= this.#now()) return { refused: 'expired' };
    if (this.#sessions.size >= maxSessions) this.#endOldest();
    const token = secret();
    ticket.session = nameOf(token);
    this.#sessions.add(ticket.session);
    return { token };
  }

  /** The session a token belongs to, undefined for any other text. */
  sessionOf(token: string): string | undefined {
    const session = nameOf(token);
    return this.#sessions.has(session) ? session : undefined;
  }

  #endOldest(): void {
    const [oldest] = this.#sessions;
    if (oldest === undefined) return;
    this.#sessions.delete(oldest);
    this.#onEnd(oldest, 'too many');
  }

  /**
   * Used tickets stay as long as their session, to notice a second use; unused ones until they have expired, and no
   * more of them than can be in use.
   */
  #forgetOld(): void {
    const unused: string[] = [];
    for (const [name, ticket] of this.#tickets) {
      const isOver =
        ticket.session === undefined ? ticket.expiresAt <= this.#now() : !this.#sessions.has(ticket.session);
      if (isOver) this.#tickets.delete(name);
      else if (ticket.session === undefined) unused.push(name);
    }
    for (const name of unused.slice(0, Math.max(0, unused.length - maxUnusedTickets + 1)))
      this.#tickets.delete(name);
  }
}
