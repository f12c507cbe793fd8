import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';

const profileFile = z.object({
  name: z.string().min(1).max(400),
  /** Fills itself with this learner when it is first opened. */
  simulate: z.object({ seed: z.int().min(0), days: z.int().min(7).max(1461) }).optional(),
});
export type ProfileFile = z.infer<typeof profileFile>;

const fileOf = (folder: string): string => join(folder, 'profile.json');

/** What a profile says of itself; one without the file is named by its folder. */
export const readProfileFile = (folder: string): ProfileFile => {
  try {
    return profileFile.parse(JSON.parse(readFileSync(fileOf(folder), 'utf8')));
  } catch {
    return { name: basename(folder) };
  }
};

/** In one piece at any moment. */
export const writeProfileFile = (folder: string, content: ProfileFile): void => {
  const partial = `${fileOf(folder)}.partial`;
  writeFileSync(partial, `${JSON.stringify(content)}\n`, { mode: 0o600 });
  renameSync(partial, fileOf(folder));
};
