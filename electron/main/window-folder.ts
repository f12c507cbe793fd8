import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';
import { dataHome } from '#core/store/profile.ts';

/**
 * Where Chromium keeps what belongs to the window of a profile: its caches, its place on the screen, the lock that makes a
 * second start a second window. Not in the profile itself, which is what a person copies, and holds nothing else.
 */
export const windowFolder = (profile: string, env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string =>
  join(
    dataHome(env, platform),
    'windows',
    createHash('sha256').update(resolve(profile)).digest('hex').slice(0, 16),
  );
