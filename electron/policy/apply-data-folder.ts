import { createHash } from 'node:crypto';
import { isAbsolute } from 'node:path';
import { policyValue, type Policies } from '#core/settings/policies/resolve-policies.ts';
import { readPolicies } from './read-policies.ts';
import { userName } from './user-name.ts';

/** A user's name as a part of a path. What cannot be one is told apart by a digest: two users never share a folder. */
const plain = (user: string): string => {
  const kept = user.replaceAll(/[^\w.@-]/g, '_').replace(/^\.+/, '_');
  return kept === user ? kept : `${kept}-${createHash('sha256').update(user).digest('hex').slice(0, 12)}`;
};

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
