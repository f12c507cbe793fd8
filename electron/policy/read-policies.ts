import { resolvePolicies, type Policies } from '#core/settings/policies/resolve-policies.ts';
import { readLinuxPolicies, type ReadPolicies } from './read-linux.ts';
import { readMacPolicies } from './read-mac.ts';
import { readWindowsPolicies } from './read-windows.ts';
import { userName } from './user-name.ts';

const readers: Partial<Record<NodeJS.Platform, () => ReadPolicies>> = {
  linux: () => readLinuxPolicies(),
  win32: () => readWindowsPolicies(),
  darwin: () => readMacPolicies(userName()),
};

/** What the institution says on this machine. Never throws: a program without its policies says so, and starts. */
export const readPolicies = (platform: NodeJS.Platform): Policies => {
  try {
    const { sources, problems } = readers[platform]?.() ?? { sources: [], problems: [] };
    return resolvePolicies(sources, problems);
  } catch (error) {
    const why = error instanceof Error ? error.message.slice(0, 200) : 'unreadable';
    return resolvePolicies([], [{ source: platform, name: null, why }]);
  }
};
