import { describe, expect, it } from 'vitest';
import { fsrsParameters } from '../../memory/fsrs-parameters.ts';
import { nextMemory, retrievability, type Memory, type Rating } from '../../memory/memory.ts';
import { shuffle } from '../../random/distributions.ts';
import { seededRandom } from '../../random/random.ts';
import { advance, newWalk } from './as-of-walk.ts';
import type { AnswerColumns, StruggleFacts } from './facts.ts';
import { struggleHistory } from './history.ts';
import { STRUGGLE_FEATURES } from './schema.ts';
import { struggleRows } from './struggle-rows.ts';
import { RECALL_COVARIATES } from './tally.ts';
import { simulatedFacts, weekFrom } from './testing.ts';

const parameters = fsrsParameters();
/** Known only from earlier windows. */
const PAST: ReadonlySet<string> = new Set(['pastStruggle', 'ownStruggle']);
const columns = RECALL_COVARIATES.length;

/** Answers in another order, several of them shown at one moment. */
const dealtOut = (facts: StruggleFacts, seed: number): StruggleFacts => {
  const order = Array.from(facts.answers.card.keys());
  shuffle(seededRandom(seed), order);
  const { card, shownAt, at, studyDay, utcOffsetMin, rating, phase, intervalSeconds, confidence } =
    facts.answers;
  const answers: AnswerColumns = {
    card: Int32Array.from(order, (row) => card[row]!),
    shownAt: Float64Array.from(order, (row) => shownAt[row]!),
    at: Float64Array.from(order, (row) => at[row]!),
    studyDay: Int32Array.from(order, (row) => studyDay[row]!),
    utcOffsetMin: Int16Array.from(order, (row) => utcOffsetMin[row]!),
    rating: Uint8Array.from(order, (row) => rating[row]!),
    phase: Uint8Array.from(order, (row) => phase[row]!),
    intervalSeconds: Float64Array.from(order, (row) => intervalSeconds[row]!),
    confidence: Float64Array.from(order, (row) => confidence![row]!),
  };
  return { ...facts, answers };
};

/** What FSRS makes of each answer, one after the other and card by card, as plain as can be. */
const plainHistory = ({ answers, cards }: StruggleFacts): Record<string, number[]> => {
  const order = Array.from(answers.shownAt.keys()).sort((a, b) => answers.shownAt[a]! - answers.shownAt[b]!);
  const memories = new Map<number, { memory: Memory; day: number }>();
  let session = 0;
  const rows = order.map((row, place) => {
    const [card, day] = [answers.card[row]!, answers.studyDay[row]!];
    const before = memories.get(card);
    const elapsed = day - (before?.day ?? day);
    const memory = nextMemory(parameters, before?.memory ?? null, elapsed, answers.rating[row] as Rating);
    memories.set(card, { memory, day });
    const last = order[place - 1];
    if (last !== undefined && answers.shownAt[row]! - answers.at[last]! > 20 * 60_000) session += 1;
    const isJudged = before !== undefined && elapsed > 0;
    const seconds = answers.intervalSeconds[row]!;
    return {
      card,
      objective: cards.objective[card]!,
      shownAt: answers.shownAt[row]!,
      at: answers.at[row]!,
      studyDay: day,
      utcOffsetMin: answers.utcOffsetMin[row]!,
      phase: answers.phase[row]!,
      recalled: answers.rating[row]! > 1 ? 1 : 0,
      confidence: answers.confidence?.[row] ?? Number.NaN,
      judged: isJudged ? 1 : 0,
      retrievability: isJudged ? retrievability(parameters, before.memory.stability, elapsed) : Number.NaN,
      stabilityBefore: before?.memory.stability ?? Number.NaN,
      stability: memory.stability,
      difficulty: memory.difficulty,
      dueDay: day + Math.floor(Math.max(0, seconds) / 86_400),
      inStep: seconds <= 0 ? 1 : 0,
      session,
    };
  });
  const names = Object.keys(rows[0]!) as (keyof (typeof rows)[number])[];
  return Object.fromEntries(names.map((name) => [name, rows.map((row) => row[name])]));
};

describe('the history on columns', () => {
  it.each([1, 2, 3])('is to the bit what is folded answer by answer (learner %i)', (seed) => {
    const facts = simulatedFacts(seed, 60);
    const history = struggleHistory(facts, parameters);
    expect(history.rows).toBeGreaterThan(300);
    for (const [name, values] of Object.entries(plainHistory(facts)))
      expect({ name, values: Array.from(history[name as 'at']) }).toEqual({ name, values });
  });

  it('does not hang on the order in which the answers come', () => {
    const facts = simulatedFacts(4, 60);
    const [inOrder, dealt] = [facts, dealtOut(facts, 4)].map((of) => struggleHistory(of, parameters));
    for (const name of ['card', 'at', 'retrievability', 'stability', 'dueDay', 'session'] as const)
      expect({ name, values: dealt![name] }).toEqual({ name, values: inOrder![name] });
    expect(dealt!.byObjective).toEqual(inOrder!.byObjective);
  });

  it('knows of no confidence where none was asked for', () => {
    const facts = simulatedFacts(5, 20);
    const { confidence: _, ...answers } = facts.answers;
    const { confidence } = struggleHistory({ ...facts, answers }, parameters);
    expect(confidence.every(Number.isNaN)).toBe(true);
  });
});

describe('a walk that computes only what is read', () => {
  const history = struggleHistory(simulatedFacts(6, 90), parameters);
  const whole = newWalk(history);
  advance(whole, weekFrom(80).asOf);

  it('computes the same of the latest answers, and nothing of those before', () => {
    const timesFrom = weekFrom(50).fromDay;
    const some = newWalk(history);
    for (const day of [10, 33, 80]) advance(some, weekFrom(day).asOf, { timesFrom, fitted: 40 });
    const [known, from] = [some.known, some.known - 40];
    expect(known).toBe(whole.known);
    expect(known).toBeGreaterThan(200);
    expect(some.tally).toEqual(whole.tally);
    expect(some.recalled).toEqual(whole.recalled);
    expect(some.covariates.subarray(from * columns, known * columns)).toEqual(
      whole.covariates.subarray(from * columns, known * columns),
    );
    const skipped = some.covariates.subarray((from - 40) * columns, from * columns);
    expect(skipped.every((value) => value === 0)).toBe(true);
    const first = history.studyDay.findIndex((day) => day >= timesFrom);
    expect(some.relativeTime.subarray(first)).toEqual(whole.relativeTime.subarray(first));
    expect(some.relativeTime.subarray(0, first).every(Number.isNaN)).toBe(true);
  });

  it('knows of an answer only from when it was given', () => {
    const row = whole.judgedRows[whole.known - 5]!;
    const walk = newWalk(history);
    advance(walk, history.at[row]!);
    expect(history.at[walk.judgedRows[walk.known - 1]!]!).toBeLessThan(history.at[row]!);
    expect(walk.judgedRows[walk.known]).toBe(row);
    advance(walk, history.at[row]! + 1);
    expect(walk.judgedRows[walk.known - 1]).toBe(row);
  });

  it('writes the same features week by week as week for week alone, but for what became of earlier weeks', () => {
    const facts = simulatedFacts(7, 90);
    const days = [40, 47, 54, 61];
    const together = struggleRows(facts, parameters, days.map(weekFrom));
    const apart = days.map((day) => struggleRows(facts, parameters, [weekFrom(day)]));
    const width = together.features.length / together.objective.length;
    const values = (features: Float64Array): number[] =>
      Array.from(features).filter((_, place) => !PAST.has(STRUGGLE_FEATURES[place % width]!));
    expect(values(together.features)).toEqual(apart.flatMap(({ features }) => values(features)));
  });
});
