import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crowdOut, thinOut, type Thinnable } from './thin-out.ts';

const dayMs = 86_400_000;
const dayOf = (at: number): number => Math.floor(at / dayMs);
/** Noon of a Wednesday. */
const now = Date.UTC(2026, 2, 18, 12);

const daily = (days: number, reason: Thinnable['reason'] = 'automatic'): Thinnable[] =>
  Array.from({ length: days }, (_, ago) => ({
    uid: `${reason} ${String(ago).padStart(4, '0')}`,
    reason,
    createdAt: now - ago * dayMs,
    sizeBytes: 10,
  }));

const kept = (backups: readonly Thinnable[]): Thinnable[] => {
  const gone = new Set(thinOut(backups, dayOf).map(({ uid }) => uid));
  return backups.filter(({ uid }) => !gone.has(uid));
};
const day = ({ createdAt }: Thinnable): string => new Date(createdAt).toISOString().slice(0, 10);

describe('of a year of daily backups', () => {
  it('stay the last seven days, the last of four weeks and of six months', () => {
    expect(kept(daily(365)).map(day)).toEqual([
      '2026-03-18',
      '2026-03-17',
      '2026-03-16',
      '2026-03-15',
      '2026-03-14',
      '2026-03-13',
      '2026-03-12',
      '2026-03-08',
      '2026-03-01',
      '2026-02-28',
      '2026-01-31',
      '2025-12-31',
      '2025-11-30',
      '2025-10-31',
    ]);
  });

  it('those made by hand and before a change of version stay by their number', () => {
    const all = [...daily(30, 'manual'), ...daily(30, 'migration'), ...daily(3)];
    const count = (reason: string) => kept(all).filter((backup) => backup.reason === reason).length;
    expect([count('manual'), count('migration'), count('automatic')]).toEqual([20, 3, 3]);
  });

  it('of a day with several only the newest stays', () => {
    const morning = {
      uid: 'morning',
      reason: 'automatic',
      createdAt: now - 3_600_000,
      sizeBytes: 1,
    } as const;
    expect(kept([morning, ...daily(1)]).map(({ uid }) => uid)).toEqual(['automatic 0000']);
  });
});

describe('where an institution says how long', () => {
  it('none from before stays, not even one made by hand, but the newest of all', () => {
    const all = [...daily(60), ...daily(40, 'manual')];
    const notBefore = now - 30 * dayMs;
    const gone = new Set(thinOut(all, dayOf, notBefore).map(({ uid }) => uid));
    const left = all.filter(({ uid }) => !gone.has(uid));
    expect(left.every(({ createdAt }) => createdAt >= notBefore)).toBe(true);
    expect(left.some(({ reason }) => reason === 'manual')).toBe(true);
    const [last] = daily(1);
    if (last === undefined) throw new Error('no backup');
    expect(thinOut([last], dayOf, now + dayMs)).toEqual([]);
  });
});

it('thinning every day leaves what thinning once leaves, and never more than seventeen', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 120 }), (days) => {
      const all = [...new Set(days)].toSorted((a, b) => a - b);
      let stepwise: Thinnable[] = [];
      for (const at of all) {
        stepwise.push({ uid: String(at), reason: 'automatic', createdAt: at * dayMs + 1, sizeBytes: 1 });
        stepwise = kept(stepwise);
        expect(stepwise.length).toBeLessThanOrEqual(17);
        expect(stepwise.at(-1)?.uid).toBe(String(at));
      }
    }),
  );
});

describe('when there is no room', () => {
  it('the oldest made by themselves go first, and no more than must', () => {
    const all = [...daily(5), ...daily(2, 'manual')];
    expect(crowdOut(all, 70)).toEqual([]);
    expect(crowdOut(all, 45).map(({ uid }) => uid)).toEqual([
      'automatic 0004',
      'automatic 0003',
      'automatic 0002',
    ]);
  });

  it('the newest stays, and those made by hand, even if that is too much', () => {
    const all = [...daily(2, 'manual'), ...daily(1).map((backup) => ({ ...backup, createdAt: now + 1 }))];
    expect(crowdOut(all, 0)).toEqual([]);
  });
});
