import { describe, expect, it } from 'vitest';
import { actionNames } from '../i18n/en/app.ts';
import { frameActions, frameKeys, keysInForce } from './actions.ts';

describe('keys of the frame', () => {
  it('are all different and all have a name', () => {
    expect(new Set(Object.values(frameKeys)).size).toBe(frameActions.length);
    for (const action of frameActions) expect(actionNames[action]).toBeTypeOf('string');
  });

  it('follow the owner where they chose another key, and ignore actions that are not there', () => {
    const keys = keysInForce({ 'go.today': 'H', 'go.nowhere': 'x' });
    expect(keys['go.today']).toBe('h');
    expect(keys['go.library']).toBe('l');
    expect(Object.keys(keys)).toEqual(frameActions);
  });
});
