import { isAbsolute } from 'node:path';
import { policyValue, type Policies } from '#core/settings/policies/resolve-policies.ts';
import { readPolicies } from './read-policies.ts';
import { userName } from './user-name.ts';

/** What of a user's name may be part of a path. */
const plain = (user: string): string => user.replaceAll(/[^\w.@-]/g, '_').replace(/^\.+/, '_');

/**
 * Where profiles lie when the institution says so: put into the environment before anything asks where they are, so that
 * the shell, the browser host, the terminal and whatever they start agree.
 */
export const applyDataFolder = (policies: Policies, user: string, env: NodeJS.ProcessEnv): void => {
  const folder = policyValue(policies, 'DataFolder');
  if (typeof folder !== 'string') return;
  const path = folder.replaceAll('${user}', plain(user));
  // A path of another system, in a file that was rolled out to all.
  if (isAbsolute(path)) env['AMERICANO_DATA_HOME'] = path;
};

/** First thing in every program that opens profiles. */
export const settleDataFolder = (): void => applyDataFolder(readPolicies(), userName(), process.env);
