import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '#ml/random/random.ts';
import { allocateQuestions } from './allocate-questions.ts';
import { answerReader } from './answer-text.ts';
import { chooseDistractors } from './choose-distractors.ts';
import { matchAnswer } from './match-answer.ts';

describe('spreading questions', () => {
  it('gives every objective one where there are enough, never more than it has, and all that fit', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(40), { minLength: 1, maxLength: 30 }),
        fc.integer({ min: 5, max: 200 }),
        fc.integer(),
        (sizes, questions, seed) => {
          const given = allocateQuestions(sizes, questions, seededRandom(seed));
          const total = sizes.reduce((sum, size) => sum + size, 0);
          expect(given.reduce((sum, count) => sum + count, 0)).toBe(Math.min(total, questions));
          given.forEach((count, index) => expect(count).toBeLessThanOrEqual(sizes[index] ?? 0));
          const filled = sizes.filter((size) => size > 0).length;
          if (questions >= filled) expect(given.filter((count) => count > 0)).toHaveLength(filled);
        },
      ),
    );
  });

  it('gives the larger objective more', () => {
    expect(allocateQuestions([30, 10], 8, seededRandom(1))).toEqual([6, 2]);
  });
});

describe('distractors', () => {
  it('are three, none of them the answer in another spelling or a part of it', () => {
    const candidates = ['Aorta!', 'aorta', 'left aorta', 'vena cava', 'left atrium', 'mitral valve', ''];
    const chosen = chooseDistractors('aorta', candidates, seededRandom(1));
    expect(chosen?.toSorted()).toEqual(['left atrium', 'mitral valve', 'vena cava']);
  });

  it('are none where there are too few, or where they give the answer away', () => {
    expect(chooseDistractors('aorta', ['vena cava', 'atrium'], seededRandom(1))).toBeUndefined();
    const long = ['a', 'b', 'c'].map(
      (letter) => `${letter} very long explanation of what happens in the heart`,
    );
    expect(chooseDistractors('12 mm', long, seededRandom(1))).toBeUndefined();
  });
});

describe('matching what was typed', () => {
  it.each([
    ['Mitral valve.', 'mitral  valve', 'right'],
    ['mitral vlave', 'mitral valve', 'near'],
    ['Purkyne', 'Purkyně', 'near'],
    ['tricuspid valve', 'mitral valve', 'wrong'],
    ['15 mm', '1.5 mm', 'wrong'],
    ['5', '-5', 'wrong'],
    ['1.5 mm', '1.5 mm', 'right'],
    ['K', 'Na', 'wrong'],
    ['', 'aorta', 'wrong'],
  ])('%j for %j is %s', (given, expected, match) => {
    expect(matchAnswer(given, expected)).toBe(match);
  });
});

describe('the answer of a card', () => {
  it('is the first filled field that the answer shows and the question does not', () => {
    const read = answerReader({
      kind: 'standard',
      fields: ['Front', 'Back', 'Extra'],
      questionFormat: '{{Front}}',
      answerFormat: '{{FrontSide}}<hr>{{Back}}{{Extra}}',
    });
    expect(read(['q', '<b>a</b>', 'more'], 0)).toBe('a');
    expect(read(['q', '<img src="x.png">', ''], 0)).toBe('');
  });

  it('is the deletion of a cloze', () => {
    const read = answerReader({ kind: 'cloze', fields: ['Text'], questionFormat: '', answerFormat: '' });
    expect(read(['The {{c1::heart}} has {{c2::four::how many}} chambers'], 1)).toBe('four');
  });
});
