import { userInfo } from 'node:os';

/** The name of the system's user. A container may run as a number that has none: then that number. */
export const userName = (): string => {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? 'user');
  }
};
