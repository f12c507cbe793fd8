import { describe, expect, it } from 'vitest';
import { answersOf } from './answers.ts';
import { duplicateLearners, personsOf } from './duplicate-learners.ts';
import { drawAnswers } from './testing.ts';

const drawn = drawAnswers({ learners: 40, rows: 80, items: 60, seed: 4 });

describe('learners under two ids', () => {
  it('are found by their first answers, also where a few differ', () => {
    // Learners 3 and 17 again, as ids of their own.
    const doubled = answersOf(drawn, [...Array(40).keys(), 3, 17]);
    const outcomes = doubled.outcomes.slice();
    const slip = doubled.starts[40]!;
    outcomes[slip] = outcomes[slip] === 1 ? 0 : 1;
    const persons = personsOf({ ...doubled, outcomes }, 60);
    expect(persons[40]).toBe(persons[3]);
    expect(persons[41]).toBe(persons[17]);
    expect(new Set(persons).size).toBe(new Set(personsOf(drawn, 60)).size);
    expect(new Set(persons).size).toBeGreaterThan(35);
  });

  it('are told of those who are asked', () => {
    const asked = answersOf(drawn, [5, 6, 7]);
    expect([...duplicateLearners(answersOf(drawn, [0, 1, 6, 20]), asked, 60)]).toEqual([0, 1, 0]);
  });

  it('are never told by few shared items', () => {
    const short = answersOf(drawn, [2]);
    const cut = {
      ...short,
      starts: Int32Array.of(0, 15),
      items: short.items.subarray(0, 15),
      skills: short.skills.subarray(0, 15),
      outcomes: short.outcomes.subarray(0, 15),
    };
    expect([...duplicateLearners(drawn, cut, 60)]).toEqual([0]);
  });
});
