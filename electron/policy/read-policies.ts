import { resolvePolicies, type Policies } from '#core/settings/policies/resolve-policies.ts';
import type { ReadPolicies } from './policy-reading.ts';
import { readLinuxPolicies } from './read-linux.ts';
import { readMacPolicies } from './read-mac.ts';
import { readWindowsPolicies } from './read-windows.ts';
import { userName } from './user-name.ts';

const readers: Partial<Record<NodeJS.Platform, () => ReadPolicies>> = {
  linux: () => readLinuxPolicies(),
  win32: () => readWindowsPolicies(),
  darwin: () => readMacPolicies(userName()),
};

const read = (): Policies => {
  try {
    const { sources, problems } = readers[process.platform]?.() ?? { sources: [], problems: [] };
    return resolvePolicies(sources, problems);
  } catch (error) {
    const why = error instanceof Error ? error.message.slice(0, 200) : 'unreadable';
    return resolvePolicies([], [{ source: process.platform, name: null, why }]);
  }
};

let found: Policies | undefined;

/**
 * What the institution says on this machine, read once for the life of the process: on some systems that takes other
 * programs. Never throws: a program without its policies says so, and starts.
 */
export const readPolicies = (): Policies => {
  found ??= read();
  return found;
};
