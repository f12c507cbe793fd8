import { lstatSync, readdirSync, readFileSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import { isPolicyObject, notPolicyObject, type ReadPolicies } from './policy-reading.ts';

const maxFiles = 64;
const maxBytes = 65_536;

/** Who may be believed: root alone can write it, so that no user can pretend to be the institution. */
const whyNotTrusted = ({ uid, mode }: Pick<Stats, 'uid' | 'mode'>, trusted: number): string | undefined => {
  if (uid !== trusted) return 'not owned by root';
  if ((mode & 0o022) !== 0) return 'writable by others than root';
  return undefined;
};

const readOne = (path: string, trusted: number): Record<string, unknown> | string => {
  const found = lstatSync(path);
  if (!found.isFile()) return 'no file';
  const why = whyNotTrusted(found, trusted);
  if (why !== undefined) return why;
  if (found.size > maxBytes) return `larger than ${maxBytes} bytes`;
  const text = readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  const value: unknown = JSON.parse(text);
  return isPolicyObject(value) ? value : notPolicyObject;
};

const attempt = <T>(read: () => T): T | string => {
  try {
    return read();
  } catch (error) {
    return error instanceof SyntaxError ? 'not JSON' : error instanceof Error ? error.message : String(error);
  }
};

/**
 * Policies of a Linux machine: JSON files in `managed` and `recommended` below a folder, in the order of their names.
 * `trusted`: the user who must own them, root but in tests.
 */
export const readLinuxPolicies = (folder = '/etc/americano/policies', trusted = 0): ReadPolicies => {
  const result: ReadPolicies = { sources: [], problems: [] };
  for (const [place, tier] of [
    ['managed', 'mandatory'],
    ['recommended', 'recommended'],
  ] as const) {
    const path = join(folder, place);
    const stats = lstatSync(path, { throwIfNoEntry: false });
    if (stats === undefined) continue;
    const why = stats.isDirectory() ? whyNotTrusted(stats, trusted) : 'no folder';
    const names =
      why ??
      attempt(() =>
        readdirSync(path)
          .filter((name) => name.endsWith('.json'))
          .sort(),
      );
    if (typeof names === 'string') {
      result.problems.push({ source: path, name: null, why: names });
      continue;
    }
    if (names.length > maxFiles)
      result.problems.push({ source: path, name: null, why: `more than ${maxFiles} files` });
    for (const name of names.slice(0, maxFiles)) {
      const source = join(path, name);
      const values = attempt(() => readOne(source, trusted));
      if (typeof values === 'string') result.problems.push({ source, name: null, why: values });
      else result.sources.push({ source, tier, values });
    }
  }
  return result;
};
