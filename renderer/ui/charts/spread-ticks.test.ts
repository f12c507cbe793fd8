import { scaleLog } from 'd3-scale';
import { describe, expect, test } from 'vitest';
import { textWidth } from './flow-legend.ts';
import { spreadTicks } from './spread-ticks.ts';

const days = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 20, 30, 40, 50, 60, 70];
const at = (width: number) => {
  const scale = scaleLog([1, 70], [40, width - 8]);
  return spreadTicks(days, (value) => scale(value), String, [0, width]);
};

describe('spreadTicks', () => {
  test.each([220, 340, 620, 1200])('texts of a log axis do not meet at %i pixels', (width) => {
    const spans = at(width).map(({ x, text, anchor }) => {
      const size = textWidth(text);
      const left = anchor === 'start' ? x : anchor === 'end' ? x - size : x - size / 2;
      return [left, left + size] as const;
    });
    expect(spans.length).toBeGreaterThan(3);
    for (const [index, [left]] of spans.entries())
      expect(left).toBeGreaterThan(spans[index - 1]?.[1] ?? -Infinity);
  });

  test('round numbers stay where there is little room', () => {
    const kept = at(340).map(({ value }) => value);
    expect(kept).toEqual(expect.arrayContaining([1, 2, 5, 10, 20, 50]));
    expect(kept.length).toBeLessThan(days.length);
  });

  test('texts at the ends stay inside', () => {
    const ticks = spreadTicks(
      [0, 50, 100],
      (value) => value * 3,
      (value) => `${value} points`,
      [0, 300],
    );
    expect(ticks.map(({ anchor }) => anchor)).toEqual(['start', 'middle', 'end']);
  });

  test('zero is no odd one out', () => {
    expect(spreadTicks([0], () => 10, String, [0, 20]).map(({ text }) => text)).toEqual(['0']);
  });
});
