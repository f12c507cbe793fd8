import { describe, expect, it } from 'vitest';
import { flowLegend } from './flow-legend.ts';

describe('flowLegend', () => {
  it('puts on the next line what would reach beyond the edge', () => {
    const { entries, height } = flowLegend(['Your own curve', 'The usual curve', 'Observed'], 240);
    expect(entries.map(({ y }) => y)).toEqual([0, 0, 18]);
    expect(entries[2]?.x).toBe(0);
    expect(height).toBe(36);
  });

  it('keeps an entry that is wider than all there is on a line of its own', () => {
    expect(flowLegend(['a', 'a very long name of a series indeed'], 100).entries[1]).toMatchObject({
      x: 0,
      y: 18,
    });
  });

  it('takes nothing for nothing', () => expect(flowLegend([], 300).height).toBe(0));
});
