import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { UpdateMode } from '#renderer/transport/shell-bridge.ts';

export const updateModes = z.enum(['off', 'notify', 'automatic']);
const choiceSchema = z.object({ mode: updateModes });

/**
 * What the owner chose for the program on this computer. A file beside the profiles, not a setting within one: it is about
 * this copy of the program, whoever's cards are open. Undefined where nobody chose, or the file says nothing sensible.
 */
export const readUpdateChoice = (file: string): UpdateMode | undefined => {
  try {
    return choiceSchema.parse(JSON.parse(readFileSync(file, 'utf8'))).mode;
  } catch {
    return undefined;
  }
};

/** Throws where the disk takes nothing: a choice that was not kept must not look kept. */
export const writeUpdateChoice = (file: string, mode: UpdateMode): void => {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(`${file}.new`, JSON.stringify({ mode }), { mode: 0o600 });
  renameSync(`${file}.new`, file);
};
