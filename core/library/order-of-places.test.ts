import { describe, expect, it } from 'vitest';
import { depthFirst, inOrder } from './order-of-places.ts';

const place = (title: string, source: string | null = 'anki') => ({ title, source });
const titles = (places: { title: string }[]): string[] => places.map(({ title }) => title);

describe('the order of places', () => {
  it('is that of names where they came from Anki: numbers by size, capitals and accents as their letters', () => {
    const places = ['Year 10', 'anatomy', 'Year 2', 'Übungen', 'Zoology'].map((title) => place(title));
    expect(titles(inOrder(places))).toEqual(['anatomy', 'Übungen', 'Year 2', 'Year 10', 'Zoology']);
  });

  it('leaves what has an order of its own where it is', () => {
    const places = [place('Timing', null), place('B'), place('Cards', 'sample'), place('A')];
    expect(titles(inOrder(places))).toEqual(['Timing', 'A', 'Cards', 'B']);
  });

  it('puts what is nested behind what it is nested in, and loses nothing whose parent is gone', () => {
    const lectures = [
      { id: 1, parent_id: null },
      { id: 2, parent_id: null },
      { id: 3, parent_id: 1 },
      { id: 4, parent_id: 99 },
      { id: 5, parent_id: 3 },
    ];
    expect(depthFirst(lectures).map(({ id }) => id)).toEqual([1, 3, 5, 2, 4]);
  });
});
