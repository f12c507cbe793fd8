import { describe, expect, it } from 'vitest';
import { lectureOptions, objectivesOf } from './lecture-options.ts';

const counts = { total: 0, fresh: 0, learning: 0, review: 0, inactive: 0, due: 0 };
const lecture = (uid: string, title: string, parent: string | null, objectives: string[]) => ({
  uid,
  title,
  parent,
  counts,
  objectives: objectives.map((name) => ({ uid: `${uid} ${name}`, title: name, prerequisites: [] })),
});
const course = {
  uid: 'c',
  title: 'Year 6',
  description: '',
  lectures: [
    lecture('s', 'Surgery', null, []),
    lecture('sb', 'Basics', 's', ['Basics']),
    lecture('n', 'Neurology', null, []),
    lecture('nb', 'Basics', 'n', ['Basics', 'Name the cranial nerves']),
  ],
};

describe('places to choose from', () => {
  it('name a lecture with what it is nested in', () => {
    expect(lectureOptions([course])).toEqual([
      { id: 's', label: 'Year 6 · Surgery' },
      { id: 'sb', label: 'Year 6 · Surgery · Basics' },
      { id: 'n', label: 'Year 6 · Neurology' },
      { id: 'nb', label: 'Year 6 · Neurology · Basics' },
    ]);
  });

  it('name an objective that is a whole lecture as that lecture, and any other by itself', () => {
    expect(objectivesOf(course).map(({ label }) => label)).toEqual([
      'Surgery · Basics',
      'Neurology · Basics',
      'Name the cranial nerves',
    ]);
  });
});
