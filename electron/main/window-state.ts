import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

const box = z.object({
  x: z.int(),
  y: z.int(),
  width: z.int().min(320).max(20_000),
  height: z.int().min(320).max(20_000),
});
const stateSchema = z.object({ box, isMaximized: z.boolean() });

export type Box = z.infer<typeof box>;
export type WindowState = z.infer<typeof stateSchema>;

const usual = { width: 1180, height: 800 };

/** How much of a title bar must lie on a screen so that a hand can take hold of it. */
const handle = { width: 120, height: 40 };

const isReachable = (at: Box, screens: readonly Box[]): boolean =>
  screens.some((screen) => {
    const width = Math.min(at.x + at.width, screen.x + screen.width) - Math.max(at.x, screen.x);
    const height = Math.min(at.y + at.height, screen.y + screen.height) - Math.max(at.y, screen.y);
    return width >= handle.width && height >= handle.height && at.y >= screen.y - handle.height;
  });

/** Where a window opens: where it was closed, unless no screen is there any more; else in the middle. */
export const placeWindow = (
  stored: WindowState | undefined,
  screens: readonly Box[],
): { box: Box | { width: number; height: number }; isMaximized: boolean } => {
  if (stored === undefined) return { box: usual, isMaximized: false };
  const { width, height } = stored.box;
  return {
    box: isReachable(stored.box, screens) ? stored.box : { width, height },
    isMaximized: stored.isMaximized,
  };
};

/** Undefined for a file that is missing or says nothing sensible: a window then opens as the first time. */
export const readWindowState = (file: string): WindowState | undefined => {
  try {
    return stateSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
};

/** A disk that takes nothing costs the place of a window, and nothing else. */
export const writeWindowState = (file: string, state: WindowState): void => {
  try {
    writeFileSync(`${file}.new`, JSON.stringify(state), { mode: 0o600 });
    renameSync(`${file}.new`, file);
  } catch {
    // Opens as the first time.
  }
};
