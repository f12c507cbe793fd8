import { lstatSync, readdirSync, readFileSync, statSync, type Stats } from 'node:fs';
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

/** Names, other texts and brackets of a JSON text. */
const token = /"((?:[^"\\]|\\.)*)"(\s*:)?|[[\]{}]/g;

/** Names that an object gives more than once, at its top: of those JSON.parse takes the last and says nothing. */
const repeatedNames = (text: string): string[] => {
  const seen = new Set<string>();
  const repeated = new Set<string>();
  let depth = 0;
  for (const [found, written, colon] of text.matchAll(token)) {
    if (found === '{' || found === '[') depth += 1;
    else if (found === '}' || found === ']') depth -= 1;
    else if (depth === 1 && colon !== undefined) {
      const name = String(JSON.parse(`"${written}"`));
      if (seen.has(name)) repeated.add(name);
      seen.add(name);
    }
  }
  return [...repeated];
};

const utf8 = new TextDecoder('utf-8', { fatal: true });
const decode = (bytes: Uint8Array): string | undefined => {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
};

type OneFile = { values: Record<string, unknown>; repeated: readonly string[] };

const readOne = (path: string, trusted: number): OneFile | string => {
  const found = lstatSync(path);
  if (!found.isFile()) return 'no file';
  const why = whyNotTrusted(found, trusted);
  if (why !== undefined) return why;
  if (found.size > maxBytes) return `larger than ${maxBytes} bytes`;
  const text = decode(readFileSync(path));
  if (text === undefined) return 'not UTF-8';
  const value: unknown = JSON.parse(text);
  if (!isPolicyObject(value)) return notPolicyObject;
  const repeated = repeatedNames(text);
  return {
    values: Object.fromEntries(Object.entries(value).filter(([name]) => !repeated.includes(name))),
    repeated,
  };
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
  // What lies below is root's own in any case; but who can write here can take it away.
  const above = statSync(folder, { throwIfNoEntry: false });
  const whyAbove = above === undefined ? undefined : whyNotTrusted(above, trusted);
  if (whyAbove !== undefined) result.problems.push({ source: folder, name: null, why: whyAbove });
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
      const file = attempt(() => readOne(source, trusted));
      if (typeof file === 'string') {
        result.problems.push({ source, name: null, why: file });
        continue;
      }
      result.sources.push({ source, tier, values: file.values });
      for (const repeated of file.repeated)
        result.problems.push({ source, name: repeated, why: 'stands there more than once' });
    }
  }
  return result;
};
