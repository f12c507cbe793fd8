import { describe, expect, it } from 'vitest';
import { seededRandom } from '#ml/random/random.ts';
import { loadAgainstPerformance } from './load-against-performance.ts';
import { SESSIONS_NEEDED } from './sessions-needed.ts';
import type { SessionLoad } from './replay-load.ts';
import { stressPatterns, type StressKind } from './stress-patterns.ts';

const never = (): boolean => false;

type Given = Partial<Omit<SessionLoad, 'load' | 'peak' | 'loadBesideRecall'>> & { mean: number };

const session = ({ mean, ...given }: Given, index: number): SessionLoad => {
  const load = { mean, readings: 30 };
  return {
    session: index,
    startedAt: index * 86_400_000,
    studyDay: index,
    hour: 9,
    minutes: 25,
    answers: 100,
    load,
    peak: mean + 15,
    loadBesideRecall: load,
    residual: 0,
    topics: [{ topic: 1, load, peak: mean + 15 }],
    pieces: [{ fromMinute: 0, load, peak: mean + 15 }],
    ...given,
  };
};

/** A load of 25, give or take ten. */
const ordinary = (count: number, seed = 1): Given[] => {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => ({ mean: 15 + 20 * random.unit() }));
};

const found = (given: readonly Given[], isNearExam: (session: SessionLoad) => boolean = never) =>
  stressPatterns(given.map(session), isNearExam);

describe('stress patterns', () => {
  it('of ordinary sessions are none', () => {
    for (let seed = 1; seed <= 5; seed += 1) expect(found(ordinary(60, seed))).toEqual([]);
  });

  const hard = (index: number): boolean => index % 4 === 0;
  it.each<[StressKind, string, (given: Given, index: number) => Given]>([
    ['hour', '23', (given, index) => (hard(index) ? { mean: given.mean + 35, hour: 23 } : given)],
    [
      'topic',
      '7',
      (given, index) => {
        const load = { mean: given.mean + 35, readings: 30 };
        return hard(index) ? { ...given, topics: [{ topic: 7, load, peak: load.mean + 10 }] } : given;
      },
    ],
    [
      'fatigue',
      '40',
      (given) => {
        const piece = (fromMinute: number, mean: number) => ({
          fromMinute,
          load: { mean, readings: 9 },
          peak: mean + 10,
        });
        const { mean } = given;
        return { ...given, pieces: [piece(0, mean), piece(20, mean), piece(40, mean + 40)] };
      },
    ],
    [
      'time_pressure',
      'much',
      (given, index) => (hard(index) ? { mean: given.mean + 35, answers: 200 } : given),
    ],
  ])('find a planted %s, and how often', (kind, key, change) => {
    const patterns = found(ordinary(60).map(change));
    const [first] = patterns;
    expect(first).toMatchObject({ kind, key });
    expect(first?.occurrences).toBeGreaterThanOrEqual(3);
    expect(first?.confidence).toBeGreaterThan(0.9);
    expect(first?.low).toBeGreaterThan(0);
    expect(first?.high).toBeGreaterThan(first?.low ?? 0);
  });

  it('find exams that are near', () => {
    const given = ordinary(60).map((one, index) => (index >= 45 ? { mean: one.mean + 35 } : one));
    expect(found(given, ({ studyDay }) => studyDay >= 45)).toMatchObject([
      { kind: 'exam', key: 'near', occasions: 15 },
    ]);
  });

  it('are none where load is high whatever the circumstance', () => {
    const given = ordinary(60).map(({ mean }, index) => ({ mean: mean + 45, hour: 8 + (index % 5) }));
    expect(found(given)).toEqual([]);
  });

  it('need three occurrences of a high load, whatever the mean', () => {
    const calm = ordinary(60).map((one, index) =>
      hard(index) ? { ...one, mean: one.mean + 12, hour: 23 } : { ...one, mean: one.mean / 2 },
    );
    expect(found(calm)).toEqual([]);
    const twice = ordinary(60).map((one, index) => (index < 2 ? { mean: 90, hour: 3 } : one));
    expect(found(twice)).toEqual([]);
  });

  it.each<[string, Given[]]>([
    ['nobody', []],
    ['one session', ordinary(1)],
    ['sessions that are all the same', Array.from({ length: 40 }, () => ({ mean: 70 }))],
  ])('of %s are none', (_, given) => {
    expect(found(given)).toEqual([]);
  });
});

describe('load against performance', () => {
  const compare = (given: readonly Given[]) => loadAgainstPerformance(given.map(session));

  it(`needs ${SESSIONS_NEEDED} sessions with a load and something expected`, () => {
    const given = ordinary(30).map((one, index) => ({ ...one, residual: index / 300 }));
    expect(compare(given.slice(1))).toMatchObject({
      sessions: 29,
      needed: 30,
      correlation: null,
      bestZone: null,
    });
    expect(compare(given).correlation).toMatchObject({ n: 30 });
    expect(compare([...given.slice(1), { mean: 20, residual: null }]).correlation).toBeNull();
  });

  it('finds a planted fall with its interval, and the zone that goes best', () => {
    const random = seededRandom(4);
    const given = Array.from({ length: 120 }, () => {
      const mean = 60 * random.unit();
      return { mean, residual: 0.08 - 0.003 * mean + 0.04 * (random.unit() - 0.5) };
    });
    const { correlation, zones, bestZone } = compare(given);
    expect(correlation?.r).toBeLessThan(-0.8);
    expect(correlation?.high).toBeLessThan(0);
    expect(correlation?.low).toBeLessThan(correlation?.r ?? -2);
    expect(bestZone).toBe(0);
    expect(zones.reduce((sum, zone) => sum + zone.sessions, 0)).toBe(120);
    expect(zones[0]?.recall?.low).toBeGreaterThan(0);
  });

  it('says no zone is best where recall has nothing to do with load', () => {
    const random = seededRandom(9);
    const given = Array.from({ length: 120 }, () => ({
      mean: 60 * random.unit(),
      residual: 0.2 * (random.unit() - 0.5),
    }));
    const { correlation, bestZone } = compare(given);
    expect(correlation?.low).toBeLessThan(0);
    expect(correlation?.high).toBeGreaterThan(0);
    expect(bestZone).toBeNull();
  });

  it.each<[string, Given[]]>([
    ['nobody', []],
    [
      'loads that are all the same',
      Array.from({ length: 40 }, (_, index) => ({ mean: 30, residual: index / 400 })),
    ],
    ['recall that is always the same', ordinary(40).map((one) => ({ ...one, residual: 0.1 }))],
    [
      'loads at the ends',
      Array.from({ length: 40 }, (_, n) => ({ mean: n % 2 === 0 ? 0 : 100, residual: n / 400 })),
    ],
  ])('of %s has no number that is none', (_, given) => {
    const said = JSON.stringify(compare(given), (_key, value: unknown) =>
      typeof value === 'number' && !Number.isFinite(value) ? 'not finite' : value,
    );
    expect(said).not.toContain('not finite');
  });
});
