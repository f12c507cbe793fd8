import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isPolicyObject, notPolicyObject, type ReadPolicies } from './policy-reading.ts';

const domain = 'org.americano.desk';
/** Written by the system from profiles of an MDM server; nobody else can. */
const managed = '/Library/Managed Preferences';
const maxBytes = 1_000_000;

const query = (path: string): string =>
  execFileSync('/usr/bin/plutil', ['-convert', 'json', '-o', '-', path], {
    encoding: 'utf8',
    timeout: 5_000,
    maxBuffer: maxBytes,
  });

/** What plutil wrote of a managed file. Of it, `Recommended` holds what is only recommended. */
export const parseManaged = (text: string, source: string): ReadPolicies => {
  const result: ReadPolicies = { sources: [], problems: [] };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  if (!isPolicyObject(value)) {
    result.problems.push({ source, name: null, why: notPolicyObject });
    return result;
  }
  const { Recommended: recommended, ...mandatory } = value;
  // What the system adds to every managed file.
  const values = Object.fromEntries(
    Object.entries(mandatory).filter(([name]) => !name.startsWith('Payload')),
  );
  result.sources.push({ source, tier: 'mandatory', values });
  if (isPolicyObject(recommended)) result.sources.push({ source, tier: 'recommended', values: recommended });
  else if (recommended !== undefined)
    result.problems.push({ source, name: 'Recommended', why: notPolicyObject });
  return result;
};

/** Policies of a Mac: for this user first, then for all. */
export const readMacPolicies = (
  user: string,
  ask: (path: string) => string = query,
  isThere: (path: string) => boolean = existsSync,
): ReadPolicies => {
  const result: ReadPolicies = { sources: [], problems: [] };
  for (const path of [join(managed, user, `${domain}.plist`), join(managed, `${domain}.plist`)]) {
    if (!isThere(path)) continue;
    try {
      const { sources, problems } = parseManaged(ask(path), path);
      result.sources.push(...sources);
      result.problems.push(...problems);
    } catch (error) {
      result.problems.push({
        source: path,
        name: null,
        why: error instanceof Error ? error.message.slice(0, 200) : 'unreadable',
      });
    }
  }
  return result;
};
