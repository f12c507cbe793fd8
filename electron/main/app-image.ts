import { relative } from 'node:path';

/**
 * The AppImage that this program runs from: a file that can be started and replaced, when what runs lies in a mount that
 * goes with it. Undefined where it does not: the variables are handed down to every program that is started from an
 * AppImage, a terminal for example, and then they name somebody else's.
 */
export const ownAppImage = (env: NodeJS.ProcessEnv, program: string): string | undefined => {
  const { APPIMAGE: file, APPDIR: mount } = env;
  if (!file || !mount) return undefined;
  return relative(mount, program).startsWith('..') ? undefined : file;
};
