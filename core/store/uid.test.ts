import { describe, expect, it } from 'vitest';
import { testClock } from './testing/test-clock.ts';
import { derivedUid, uidFromHex, uidSource, uidToHex } from './uid.ts';

const filled = (value: number) => (bytes: Uint8Array) => bytes.fill(value);
const millisecondsOf = (uid: Uint8Array): number => Number.parseInt(uidToHex(uid).slice(0, 12), 16);

describe('a new uid', () => {
  it('has the layout of UUIDv7', () => {
    // 48 bits of time, version 7, counter 0, variant 10, then what `fill` gave.
    const at = 0x0123_4567_89ab;
    expect(uidToHex(uidSource(testClock(at), filled(0xff)).uid())).toBe('0123456789ab7000bfffffffffffffff');
    expect(uidToHex(uidSource(testClock(at), filled(0x00)).uid())).toBe('0123456789ab70008000000000000000');
  });

  it('sorts after the one before it, also within a millisecond and when the clock goes back', () => {
    const clock = testClock();
    const ids = uidSource(clock);
    const made: string[] = [];
    for (let n = 0; n < 10_000; n += 1) {
      if (n === 9000) clock.advance(-3_600_000);
      if (n === 9500) clock.advance(7_200_000);
      made.push(uidToHex(ids.uid()));
    }
    expect(made).toEqual(made.toSorted());
    expect(new Set(made).size).toBe(made.length);
    expect(millisecondsOf(uidFromHex(made.at(-1) ?? ''))).toBe(clock.now());
  });

  it('borrows from the next millisecond when one has more than 4,096 of them', () => {
    const clock = testClock();
    const ids = uidSource(clock, filled(0));
    const made = Array.from({ length: 4097 }, () => ids.uid());
    expect(uidToHex(made[4095] ?? new Uint8Array()).slice(12, 16)).toBe('7fff');
    const next = made[4096] ?? new Uint8Array();
    expect(millisecondsOf(next)).toBe(clock.now() + 1);
    expect(uidToHex(next).slice(12, 16)).toBe('7000');
  });
});

describe('a derived uid', () => {
  it('is the same on every device', () => {
    // By sha256sum over 'anki', a zero byte and the identity.
    expect(uidToHex(derivedUid('anki', 'Ab`~|'))).toBe('7570233d44ebb966201b395a6c3d93b0');
    expect(uidToHex(derivedUid('anki', 'note', Buffer.from([0, 255])))).toBe(
      '6259ef52b618e77df8dd824a951e6b0d',
    );
  });

  it('depends on the source and on where its parts end', () => {
    const uids = [
      derivedUid('anki', 'a'),
      derivedUid('csv', 'a'),
      derivedUid('anki', 'ab', 'c'),
      derivedUid('anki', 'a', 'bc'),
    ];
    expect(new Set(uids.map(uidToHex)).size).toBe(4);
  });
});

describe('a uid as hex', () => {
  it('comes back as it was', () => {
    const uid = derivedUid('test', 'x');
    expect(Buffer.from(uid).equals(uidFromHex(uidToHex(uid)))).toBe(true);
  });

  it.each(['', '0123', 'G'.repeat(32), 'A'.repeat(32), `${'0'.repeat(32)}\n`, '0'.repeat(33)])(
    'refuses %j',
    (hex) => {
      expect(() => uidFromHex(hex)).toThrow(TypeError);
    },
  );
});
