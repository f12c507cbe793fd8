import { expect, it } from 'vitest';
import { parseDue } from './parse-due.ts';

it('reads days, ranges and the mark that sets the interval', () => {
  expect(parseDue('5')).toEqual({ fromDays: 5, toDays: 5, setInterval: false });
  expect(parseDue(' 3 - 7 ')).toEqual({ fromDays: 3, toDays: 7, setInterval: false });
  expect(parseDue('3–7!')).toEqual({ fromDays: 3, toDays: 7, setInterval: true });
  expect(parseDue('0')).toEqual({ fromDays: 0, toDays: 0, setInterval: false });
});

it('refuses what is no number of days', () => {
  for (const text of ['', 'x', '-3', '7-3', '1.5', '99999', '3-', '!', '5!!'])
    expect({ text, due: parseDue(text) }).toEqual({ text, due: undefined });
});
