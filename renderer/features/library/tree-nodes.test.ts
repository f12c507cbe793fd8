import { describe, expect, it } from 'vitest';
import { treeNodes } from './tree-nodes.ts';

const counts = (total: number, due: number) => ({
  total,
  fresh: total - due,
  learning: 0,
  review: due,
  inactive: 0,
  due,
});
const lecture = (uid: string, parent: string | null, total: number, due: number) => ({
  uid,
  title: uid,
  parent,
  objectives: [],
  counts: counts(total, due),
});

describe('treeNodes', () => {
  it('nests lectures whatever their order and adds up what is below', () => {
    const [course] = treeNodes([
      {
        uid: 'c',
        title: 'C',
        description: '',
        lectures: [lecture('b', 'a', 3, 2), lecture('a', null, 5, 1)],
      },
    ]);
    expect(course?.counts).toEqual(counts(8, 3));
    expect(course?.children.map((node) => [node.uid, node.counts.due, node.children.length])).toEqual([
      ['a', 3, 1],
    ]);
  });
});
