import { describe, expect, it } from 'vitest';
import { TerminalTokens } from './terminal-tokens.ts';

const secret = 's'.repeat(43);

describe('TerminalTokens', () => {
  it('knows who has the secret', () => {
    const tokens = new TerminalTokens(secret, () => 0);
    expect(tokens.proves(`Bearer ${secret}`)).toBe(true);
    for (const other of [undefined, '', secret, `Bearer ${secret} `, `bearer ${secret}`, 'Bearer ']) {
      expect(tokens.proves(other)).toBe(false);
    }
  });

  it('gives tokens for one connection each', () => {
    const tokens = new TerminalTokens(secret, () => 0);
    const [first, second] = [tokens.issue(), tokens.issue()];
    expect(tokens.redeem(first)).toBe(true);
    expect(tokens.redeem(first)).toBe(false);
    expect(tokens.redeem(second)).toBe(true);
    expect(tokens.redeem('')).toBe(false);
    expect(tokens.redeem(secret)).toBe(false);
  });

  it('forgets them after ten seconds', () => {
    let now = 0;
    const tokens = new TerminalTokens(secret, () => now);
    const [first, second] = [tokens.issue(), tokens.issue()];
    now = 9_999;
    expect(tokens.redeem(first)).toBe(true);
    now = 10_000;
    expect(tokens.redeem(second)).toBe(false);
  });
});
