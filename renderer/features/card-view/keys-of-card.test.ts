import { describe, expect, it } from 'vitest';
import { isForCard } from './keys-of-card.ts';

/** As much of an event as a key in the frame has. */
const press = (key: string, target: object | null, more: object = {}): boolean =>
  isForCard({
    key,
    target,
    isComposing: false,
    ctrlKey: false,
    metaKey: false,
    ...more,
  } as unknown as KeyboardEvent);

const field = { localName: 'input', type: 'text' };
const body = { localName: 'body' };

describe('a key pressed in a card', () => {
  it.each([
    ['1', field, {}, false],
    ['i', field, {}, false],
    [' ', field, {}, false],
    ['Enter', field, {}, true],
    ['Escape', field, {}, true],
    ['z', field, { ctrlKey: true }, false],
    ['k', field, { ctrlKey: true }, true],
    ['Enter', field, { isComposing: true }, false],
    ['1', body, {}, true],
    [' ', body, {}, true],
    [' ', { localName: 'summary' }, {}, false],
    ['1', { localName: 'summary' }, {}, true],
    ['Enter', { localName: 'button' }, {}, false],
    ['1', { localName: 'input', type: 'checkbox' }, {}, true],
    ['1', { localName: 'div', isContentEditable: true }, {}, false],
    ['1', null, {}, true],
  ])('%j on %j with %j is one for Study: %s', (key, target, more, forStudy) => {
    expect(press(key, target, more)).toBe(forStudy);
  });
});
