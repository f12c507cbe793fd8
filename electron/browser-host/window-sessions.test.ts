import { describe, expect, it } from 'vitest';
import { maxSessions, maxUnusedTickets, ticketLivesMs, WindowSessions } from './window-sessions.ts';

const start = () => {
  let now = 1000;
  const ended: [string, string][] = [];
  const sessions = new WindowSessions(
    () => now,
    (session, why) => ended.push([session, why]),
  );
  const tokenFor = (ticket: string): string => {
    const redeemed = sessions.redeem(ticket);
    if ('refused' in redeemed) throw new Error(redeemed.refused);
    return redeemed.token;
  };
  return { sessions, ended, tokenFor, pass: (ms: number) => (now += ms) };
};

describe('WindowSessions', () => {
  it('opens a session for a ticket, and tells its token from any other text', () => {
    const { sessions, tokenFor } = start();
    const ticket = sessions.issueTicket();
    const token = tokenFor(ticket);
    expect(sessions.sessionOf(token)).toBeDefined();
    expect(sessions.sessionOf(token)).not.toBe(token);
    for (const other of [ticket, '', `${token} `, token.slice(1)]) {
      expect(sessions.sessionOf(other)).toBeUndefined();
    }
  });

  it('refuses a ticket it never gave', () => {
    const { sessions, ended } = start();
    expect(sessions.redeem('A'.repeat(43))).toEqual({ refused: 'unknown' });
    expect(sessions.redeem('')).toEqual({ refused: 'unknown' });
    expect(ended).toEqual([]);
  });

  it('takes a ticket until its minute is over, and not at its end', () => {
    const { sessions, pass } = start();
    const [first, second] = [sessions.issueTicket(), sessions.issueTicket()];
    pass(ticketLivesMs - 1);
    expect(sessions.redeem(first)).toHaveProperty('token');
    pass(1);
    expect(sessions.redeem(second)).toEqual({ refused: 'expired' });
  });

  it('ends the session when its ticket comes again, long after the minute too, and no other session', () => {
    const { sessions, ended, tokenFor, pass } = start();
    const ticket = sessions.issueTicket();
    const token = tokenFor(ticket);
    const session = sessions.sessionOf(token);
    const other = tokenFor(sessions.issueTicket());
    pass(10 * ticketLivesMs);
    sessions.issueTicket();
    expect(sessions.redeem(ticket)).toEqual({ refused: 'used' });
    expect(ended).toEqual([[session, 'used twice']]);
    expect(sessions.sessionOf(token)).toBeUndefined();
    expect(sessions.sessionOf(other)).toBeDefined();
    expect(sessions.redeem(ticket)).toEqual({ refused: 'used' });
  });

  it('keeps no more unused tickets than its bound, and forgets the oldest first', () => {
    const { sessions } = start();
    const tickets = Array.from({ length: maxUnusedTickets + 3 }, () => sessions.issueTicket());
    expect(tickets.slice(0, 3).map((ticket) => sessions.redeem(ticket))).toEqual(
      Array.from({ length: 3 }, () => ({ refused: 'unknown' })),
    );
    expect(sessions.redeem(tickets[3] ?? '')).toHaveProperty('token');
  });

  it('still notices a second use after many unused tickets', () => {
    const { sessions, tokenFor } = start();
    const ticket = sessions.issueTicket();
    tokenFor(ticket);
    for (let n = 0; n < 3 * maxUnusedTickets; n += 1) sessions.issueTicket();
    expect(sessions.redeem(ticket)).toEqual({ refused: 'used' });
  });

  it('ends the oldest session when there are too many', () => {
    const { sessions, ended, tokenFor } = start();
    const tokens = Array.from({ length: maxSessions }, () => tokenFor(sessions.issueTicket()));
    expect(ended).toEqual([]);
    const oldest = sessions.sessionOf(tokens[0] ?? '');
    tokens.push(tokenFor(sessions.issueTicket()));
    expect(ended).toEqual([[oldest, 'too many']]);
    expect(tokens.filter((token) => sessions.sessionOf(token) !== undefined)).toEqual(tokens.slice(1));
  });
});
