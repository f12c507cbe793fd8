import { expect, it } from 'vitest';
import { keyName } from './key-name.ts';

it.each([
  ['s', 'S'],
  ['mod+z', 'Ctrl Z'],
  ['delete', 'Del'],
  ['space', 'Space'],
])('the key %s is named %s on its cap', (keys, name) => expect(keyName(keys)).toBe(name));
