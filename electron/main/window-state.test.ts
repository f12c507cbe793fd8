import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '#core/store/testing/temporary-folder.ts';
import { placeWindow, readWindowState, writeWindowState } from './window-state.ts';

const screen = { x: 0, y: 0, width: 1920, height: 1040 };
const stored = { box: { x: 100, y: 80, width: 900, height: 700 }, isMaximized: false };

describe('where a window opens', () => {
  it('is where it was closed', () => {
    expect(placeWindow(stored, [screen])).toEqual(stored);
  });

  it.each([
    { x: 2500, y: 80 },
    { x: -890, y: 80 },
    { x: 100, y: 1030 },
    { x: 100, y: -400 },
  ])('is in the middle when no screen is at $x, $y any more', (at) => {
    const { box } = placeWindow({ ...stored, box: { ...stored.box, ...at } }, [screen]);
    expect(box).toEqual({ width: 900, height: 700 });
  });

  it('is on the second screen while that is there', () => {
    const right = { ...stored, box: { ...stored.box, x: 2500 } };
    expect(placeWindow(right, [screen, { ...screen, x: 1920 }]).box).toEqual(right.box);
  });

  it('is what is usual the first time', () => {
    expect(placeWindow(undefined, [screen])).toEqual({
      box: { width: 1180, height: 800 },
      isMaximized: false,
    });
  });
});

describe('the file of the place', () => {
  it('comes back as it was written, and leaves nothing beside it', () => {
    const folder = temporaryFolder();
    const file = join(folder, 'place.json');
    writeWindowState(file, stored);
    expect(readWindowState(file)).toEqual(stored);
    expect(readdirSync(folder)).toEqual(['place.json']);
  });

  it.each([
    '',
    'null',
    '{"box":',
    '{"box":{"x":0,"y":0,"width":5,"height":5},"isMaximized":false}',
    '{"box":{"x":0,"y":0,"width":1e9,"height":900},"isMaximized":false}',
    '{"box":{"x":null,"y":0,"width":900,"height":900}}',
  ])('that says nothing sensible is no file: %s', (text) => {
    const file = join(temporaryFolder(), 'place.json');
    writeFileSync(file, text);
    expect(readWindowState(file)).toBeUndefined();
  });

  it('costs nothing where it cannot be written', () => {
    expect(() => writeWindowState('/nowhere/at/all/place.json', stored)).not.toThrow();
  });
});
