import { constants, setPriority } from 'node:os';

/**
 * Puts the calling worker thread behind those that answer a person. On Linux the priority of "this process" is that of
 * the calling thread alone; elsewhere it would be the whole program's, so there it stays as it is.
 */
export const standBehindAnswers = (): void => {
  if (process.platform !== 'linux') return;
  setPriority(0, constants.priority.PRIORITY_LOW);
};
