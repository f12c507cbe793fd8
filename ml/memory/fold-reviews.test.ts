import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldReviews, type ReviewColumns } from './fold-reviews.ts';
import { fsrsParameters } from './fsrs-parameters.ts';
import { nextMemory, retrievability, type Memory, type Rating } from './memory.ts';

const parameters = fsrsParameters();

const columns = (cards: readonly (readonly (readonly [gap: number, rating: number])[])[]): ReviewColumns => {
  const starts = [0];
  const days: number[] = [];
  const ratings: number[] = [];
  for (const card of cards) {
    let day = 20_000;
    for (const [gap, rating] of card) {
      day += gap;
      days.push(day);
      ratings.push(rating);
    }
    starts.push(days.length);
  }
  return { starts: Int32Array.from(starts), days: Int32Array.from(days), ratings: Uint8Array.from(ratings) };
};

const histories = fc.array(
  fc.array(fc.tuple(fc.nat(400), fc.constantFrom<Rating>(1, 2, 3, 4)), { maxLength: 12 }),
  { maxLength: 20 },
);

describe('a fold of many cards', () => {
  it('is the memory answer by answer, cards without reviews included', () => {
    fc.assert(
      fc.property(histories, (cards) => {
        const folded = foldReviews(parameters, columns(cards));
        let row = 0;
        for (const card of cards) {
          let memory: Memory | null = null;
          for (const [gap, rating] of card) {
            expect(folded.retrievability[row]).toBe(
              memory === null ? Number.NaN : retrievability(parameters, memory.stability, gap),
            );
            memory = nextMemory(parameters, memory, gap, rating);
            expect([folded.stability[row], folded.difficulty[row]]).toEqual([
              memory.stability,
              memory.difficulty,
            ]);
            row += 1;
          }
        }
        expect(folded.stability).toHaveLength(row);
      }),
    );
  });

  it('gives nothing for nothing', () => {
    expect(foldReviews(parameters, columns([])).stability).toHaveLength(0);
  });

  it.each([
    ['a rating that is none', { ...columns([[[0, 3]]]), ratings: Uint8Array.of(5) }, 'ratings', 0],
    ['no rating', { ...columns([[[0, 3]]]), ratings: Uint8Array.of(0) }, 'ratings', 0],
    [
      'days that fall',
      columns([
        [
          [0, 3],
          [-1, 3],
        ],
      ]),
      'days',
      1,
    ],
    [
      'columns of different length',
      { ...columns([[[0, 3]]]), ratings: Uint8Array.of(3, 3) },
      'ratings',
      null,
    ],
    ['starts that end early', { ...columns([[[0, 3]]]), starts: Int32Array.of(0, 0) }, 'starts', null],
    ['starts that fall', { ...columns([[[0, 3]]]), starts: Int32Array.of(0, 2, 1) }, 'starts', 2],
  ])('refuses %s, and says where', (_, reviews, column, row) => {
    expect(() => foldReviews(parameters, reviews)).toThrow(expect.objectContaining({ column, row }));
  });
});
