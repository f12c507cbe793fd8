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
  // A file that is already there would keep its own mode, and a link would lead elsewhere.
  rmSync(partial, { force: true });
  writeFileSync(partial, JSON.stringify(content), { mode: 0o600, flag: 'wx' });
  renameSync(partial, profile.host);
};

const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It runs, and is another user's.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
};

/**
 * Where the service of a profile listens. Undefined when the file is missing or not ours, and when a kill left it
 * behind: by now the port may be another program's, and that one must get neither our secret nor our window.
 */
export const readHostFile = (profile: Profile): HostFile | undefined => {
  try {
    const host = hostFile.parse(JSON.parse(readFileSync(profile.host, 'utf8')));
    return isRunning(host.pid) ? host : undefined;
  } catch {
    return undefined;
  }
};

export const removeHostFile = (profile: Profile): void => rmSync(profile.host, { force: true });
