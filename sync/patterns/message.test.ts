import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { base64url, deletionTag, newDeletionSecret } from './deletion.ts';
import { firstManifest } from './first-manifest.ts';
import { BrokenMessage, decodeMessage, encodeMessage, MESSAGE_BYTES, type Message } from './message.ts';
import { keystream } from './testing/keystream.ts';

const message: Message = {
  v: 1,
  institution: 'north',
  cohort: 'K7Q2-BIO1',
  week: '2026-W47',
  metric: 'minutes',
  bin: 3,
  token: 'AAECAwQFBgcICQoLDA0ODw',
  del: deletionTag(new Uint8Array(32)),
};
const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const filled = (json: string): Uint8Array => new TextEncoder().encode(json.padEnd(MESSAGE_BYTES));

describe('a message', () => {
  it('is these bytes, which the student is shown', () => {
    expect(text(encodeMessage(message)).trimEnd()).toBe(
      '{"v":1,"institution":"north","cohort":"K7Q2-BIO1","week":"2026-W47","metric":"minutes","bin":3,' +
        '"token":"AAECAwQFBgcICQoLDA0ODw","del":"Zmh6rfhivXdsj8GLjp-OIAiXFIVu4jOzkCpZHQ1fKSU"}',
    );
  });

  it('is 256 bytes long whatever it says, at its longest too', () => {
    const longest = Math.max(...firstManifest.metrics.map(({ id }) => id.length));
    const large = {
      ...message,
      v: 99,
      institution: 'i'.repeat(16),
      cohort: 'c'.repeat(16),
      metric: 'm'.repeat(Math.max(longest, 20)),
      bin: 15,
      token: 't'.repeat(56),
    };
    for (const each of [message, large]) {
      expect(encodeMessage(each)).toHaveLength(MESSAGE_BYTES);
      expect(decodeMessage(encodeMessage(each))).toEqual(each);
    }
  });

  it.each([
    ['another order', JSON.stringify(Object.fromEntries(Object.entries(message).reverse()))],
    ['space inside', JSON.stringify(message).replace(':', ': ')],
    ['a key more', JSON.stringify({ ...message, at: 1 })],
    ['two metrics', JSON.stringify({ ...message, metric: ['minutes', 'retention'] })],
    ['a free number', JSON.stringify({ ...message, bin: 3.5 })],
    ['another way to write the number', JSON.stringify(message).replace('"bin":3', '"bin":3e0')],
    ['an escaped letter', JSON.stringify(message).replace('north', String.raw`\u006eorth`)],
    ['a key twice', JSON.stringify(message).replace('"bin":3', '"bin":1,"bin":3')],
    ['a space before', ` ${JSON.stringify(message)}`],
    ['a short token', JSON.stringify({ ...message, token: 'short' })],
    ['a week that is none', JSON.stringify({ ...message, week: '2026-W54' })],
    ['no JSON', 'hello'],
  ])('with %s is refused, so that none carries more than it says', (_, json) => {
    expect(() => decodeMessage(filled(json))).toThrow(BrokenMessage);
  });

  it('of another size is refused, and bytes at random are', () => {
    const bytes = encodeMessage(message);
    expect(() => decodeMessage(bytes.subarray(0, 255))).toThrow(BrokenMessage);
    expect(() => decodeMessage(Uint8Array.of(...bytes, 32))).toThrow(BrokenMessage);
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 256, maxLength: 256 }), (random) => {
        expect(() => decodeMessage(random)).toThrow(BrokenMessage);
      }),
    );
  });

  it('never holds what was not asked', () => {
    expect(() => encodeMessage({ ...message, bin: 99 })).toThrow(BrokenMessage);
    expect(() => encodeMessage({ ...message, cohort: 'Biology I, group B' })).toThrow(BrokenMessage);
  });
});

describe('the secret that deletes a message', () => {
  it('is shown by nothing but itself', () => {
    const secret = newDeletionSecret(keystream('secret'));
    expect(secret).toHaveLength(32);
    expect(deletionTag(secret)).toBe(createHash('sha256').update(secret).digest('base64url'));
  });

  it('is written as everybody writes base64url', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 70 }), (bytes) => {
        expect(base64url(bytes)).toBe(Buffer.from(bytes).toString('base64url'));
      }),
    );
  });
});
