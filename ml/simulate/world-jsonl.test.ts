import { describe, expect, it } from 'vitest';
import { DataError } from '../data/data-error.ts';
import { seededRandom } from '../random/random.ts';
import { drawLearner } from './draw-learner.ts';
import { fittedLearner } from './fitted-learner.ts';
import { drifting, powerForgetting } from './misspecified.ts';
import { plantEffects } from './planted-effects.ts';
import { simulateLearner } from './simulate-learner.ts';
import { parseWorld, serialiseWorld } from './world-jsonl.ts';

const random = seededRandom(2);
const options = {
  firstDay: 20_000,
  days: 60,
  content: { lectures: 3, objectivesPerLecture: 6, cardsPerObjective: 8 },
  interventions: {
    fromDay: 7,
    perWeek: 2,
    minAnswers: 4,
    holdBack: 0.5,
    days: 14,
    points: [8, 8, 8, 8, 8, 8],
  },
};
const worlds = (['cosine', 'cell', 'window', 'none'] as const).map((shape, seed) => {
  const learner = drawLearner(random.fork(), { effects: plantEffects(random, 5, shape) });
  const truth =
    seed === 1 ? powerForgetting(random, learner) : seed === 2 ? drifting(random, learner) : learner;
  return simulateLearner(truth, { ...options, seed });
});
const lines = [...serialiseWorld(worlds[0]!)];

describe('a world as lines', () => {
  it('comes back to the last bit, with its truth and without', () => {
    for (const world of worlds) {
      expect(world.facts.interventions.length).toBeGreaterThan(0);
      expect(parseWorld(serialiseWorld(world))).toStrictEqual(world);
      expect(parseWorld(serialiseWorld(world, { truth: false }))).toStrictEqual({ ...world, truth: null });
    }
  });

  it('is one JSON value a line, the header naming the columns', () => {
    expect(lines.every((line) => !line.includes('\n'))).toBe(true);
    const header = JSON.parse(lines[0]!) as { columns: Record<string, string[]> };
    expect(header.columns['review']?.slice(0, 3)).toEqual(['card', 'at', 'durationMs']);
  });

  it('without the truth holds nothing of it', () => {
    const kinds = new Set(
      [...serialiseWorld(worlds[0]!, { truth: false })]
        .slice(1)
        .map((line) => (JSON.parse(line) as unknown[])[0]),
    );
    expect([...kinds].filter((kind) => /truth|learner|overload/i.test(String(kind)))).toEqual([]);
  });
});

describe('lines that are no world are refused by line', () => {
  const lineOf = (kind: string): number => lines.findIndex((line) => line.startsWith(`["${kind}"`));
  const changed = (row: number, change: (values: unknown[]) => unknown): string[] =>
    lines.map((line, index) =>
      index === row ? JSON.stringify(change(JSON.parse(line) as unknown[])) : line,
    );
  const refusal = (given: Iterable<string>): string => {
    try {
      parseWorld(given);
    } catch (error) {
      if (error instanceof DataError) return `${error.problem} ${error.column} ${error.row}`;
      throw error;
    }
    return 'accepted';
  };
  const review = lineOf('review');
  const set = (row: number, position: number, value: unknown): string =>
    refusal(changed(row, (values) => values.with(position, value)));

  it('what is not JSON, not a list, too long or of no known kind', () => {
    expect(refusal([])).toBe('empty world null');
    expect(refusal(lines.with(4, '{'))).toBe('out_of_range world 4');
    expect(refusal(lines.with(4, '7'))).toBe('out_of_range world 4');
    expect(refusal(lines.with(4, `"${'x'.repeat(100_001)}"`))).toBe('out_of_range world 4');
    expect(refusal(lines.with(4, '["secret",1]'))).toBe('out_of_range world 4');
    expect(refusal(lines.with(4, '["__proto__",1]'))).toBe('out_of_range world 4');
  });

  it('a header of another format or version', () => {
    expect(refusal(['null'])).toBe('out_of_range format 0');
    expect(refusal(['{"format":"americano-world","version":2}'])).toBe('out_of_range version 0');
    expect(refusal(['{"format":"americano-world","version":1}'])).toBe('not_finite firstDay 0');
  });

  it('numbers out of range, of the wrong kind, too few or too many', () => {
    expect(set(review, 6, 5)).toBe(`out_of_range review.rating ${review}`);
    expect(set(review, 6, 2.5)).toBe(`out_of_range review.rating ${review}`);
    expect(set(review, 3, -1)).toBe(`out_of_range review.durationMs ${review}`);
    expect(set(review, 2, 'soon')).toBe(`not_finite review.at ${review}`);
    expect(set(review, 2, null)).toBe(`not_finite review.at ${review}`);
    expect(refusal(changed(review, (values) => values.slice(0, -1)))).toBe(`length review ${review}`);
    expect(refusal(changed(review, (values) => [...values, 1]))).toBe(`length review ${review}`);
    expect(set(lineOf('reviewTruth'), 1, 1.01)).toBe(
      `out_of_range reviewTruth.recall ${lineOf('reviewTruth')}`,
    );
  });

  it('ids that name no row, answers out of order, prerequisites that come later', () => {
    expect(set(review, 1, 9_999_999)).toBe(`out_of_range review.card ${review}`);
    expect(set(review + 1, 2, 5)).toBe(`order review.at ${review + 1}`);
    expect(refusal(changed(lineOf('objective'), (values) => [...values, 0]))).toBe(
      `out_of_range objective.prerequisite ${lineOf('objective')}`,
    );
  });

  it('lines that are missing, and truths that do not belong to the facts', () => {
    expect(refusal(lines.toSpliced(review, 1))).toMatch(/^length review null/);
  });

  it('a learner with a field too many, too few or out of range', () => {
    const row = lineOf('learner');
    const learnerWith = (change: (learner: Record<string, Record<string, unknown>>) => void): string =>
      refusal(
        changed(row, ([kind, learner]) => {
          change(learner as Record<string, Record<string, unknown>>);
          return [kind, learner];
        }),
      );
    expect(learnerWith((learner) => (learner['habits']!['extra'] = 1))).toBe(
      `out_of_range learner.habits.extra ${row}`,
    );
    expect(learnerWith((learner) => delete learner['habits']!['startHour'])).toBe(
      `out_of_range learner.habits.startHour ${row}`,
    );
    expect(learnerWith((learner) => (learner['grading']!['hardShare'] = 2))).toBe(
      `out_of_range learner.grading.hardShare ${row}`,
    );
    expect(learnerWith((learner) => (learner['memory']!['forgetting'] = { kind: 'other' }))).toMatch(
      /^out_of_range learner\.memory\.forgetting/,
    );
  });
});

describe('a file that no learner could have left', () => {
  const world = simulateLearner(fittedLearner, {
    seed: 11,
    firstDay: 20_000,
    days: 10,
    content: { lectures: 2, objectivesPerLecture: 2, cardsPerObjective: 10 },
  });
  const { facts } = world;

  it.each([
    [
      'a review on another study day than its moment',
      'review.studyDay',
      () => ({
        reviews: {
          ...facts.reviews,
          studyDay: facts.reviews.studyDay.map((day, row) => day + (row === 3 ? 1 : 0)),
        },
      }),
    ],
    [
      'a card shown before the answer before it',
      'review.durationMs',
      () => ({
        reviews: {
          ...facts.reviews,
          durationMs: facts.reviews.durationMs.map((ms, row) => (row === 3 ? 80_000_000 : ms)),
        },
      }),
    ],
    [
      'a session that ends before it starts',
      'session.endedAt',
      () => ({
        sessions: facts.sessions.map((session, row) =>
          row === 0 ? { ...session, endedAt: session.startedAt - 1 } : session,
        ),
      }),
    ],
    [
      'an answer outside its session',
      'review.at',
      () => ({
        sessions: facts.sessions.map((session, row) =>
          row === 0 ? { ...session, endedAt: session.startedAt } : session,
        ),
      }),
    ],
  ])('is refused: %s', (_, column, change) => {
    expect(() => parseWorld(serialiseWorld({ facts: { ...facts, ...change() }, truth: null }))).toThrow(
      expect.objectContaining({ column }),
    );
  });

  it('is refused where its end is missing: the learner of its truth', () => {
    const lines = [...serialiseWorld(world)];
    expect(() => parseWorld(lines.slice(0, -1))).toThrow(expect.objectContaining({ column: 'learner' }));
    expect(() => parseWorld([...lines, lines.at(-1) ?? ''])).toThrow(
      expect.objectContaining({ column: 'learner' }),
    );
  });
});
