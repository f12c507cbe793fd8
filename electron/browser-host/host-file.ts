import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import type { Profile } from '#core/store/profile.ts';

const hostFile = z.object({
  port: z.int().min(1).max(65_535),
  pid: z.int().positive(),
  /** Lets this user's own processes ask for a ticket or a terminal's token. */
  secret: z.string().min(32),
  startedAt: z.number(),
});
export type HostFile = z.infer<typeof hostFile>;

/** Says where the service of a profile listens; readable by its owner only, and in one piece at any moment. */
export const writeHostFile = (profile: Profile, content: HostFile): void => {
  const partial = `${profile.host}.partial`;
  writeFileSync(partial, JSON.stringify(content), { mode: 0o600 });
  renameSync(partial, profile.host);
};

export const readHostFile = (profile: Profile): HostFile | undefined => {
  try {
    return hostFile.parse(JSON.parse(readFileSync(profile.host, 'utf8')));
  } catch {
    // Missing, half-written by an older version, or not ours: nobody to ask.
    return undefined;
  }
};

export const removeHostFile = (profile: Profile): void => rmSync(profile.host, { force: true });
