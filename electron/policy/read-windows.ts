import { execFileSync } from 'node:child_process';
import { isPolicyName, policyKeys, type PolicyTier } from '#core/settings/policy-keys.ts';
import type { ReadPolicies } from './policy-reading.ts';

/** Where group policies write; each hive's own subkey for what is only recommended. */
const places: readonly (readonly [string, PolicyTier])[] = [
  ['HKLM\\SOFTWARE\\Policies\\Americano', 'mandatory'],
  ['HKCU\\SOFTWARE\\Policies\\Americano', 'mandatory'],
  ['HKLM\\SOFTWARE\\Policies\\Americano\\Recommended', 'recommended'],
  ['HKCU\\SOFTWARE\\Policies\\Americano\\Recommended', 'recommended'],
];
const maxBytes = 1_000_000;

/** One line of `reg query`: four blanks, name, type, data, each four blanks apart; the data may be empty. */
const valueLine = /^ {4}(.+?) {4}(REG_[A-Z_]+)(?: {4}(.*))?$/;

/** A number as reg.exe writes it; what is none stays what was read, and is refused as that later. */
const numberOf = (data: string): number | string => (/^0x[0-9a-f]{1,8}$/i.test(data) ? Number(data) : data);

/** The registry has no booleans: a policy that is one is a number, 0 or 1. */
const valueOf = (name: string, type: string, data: string): unknown => {
  const key = isPolicyName(name) ? policyKeys[name] : undefined;
  if (type === 'REG_DWORD') {
    const number = numberOf(data);
    return key?.type === 'boolean' && (number === 0 || number === 1) ? number === 1 : number;
  }
  if (type === 'REG_MULTI_SZ') return data === '' ? [] : data.split('\\0').filter((part) => part !== '');
  if (type === 'REG_SZ' || type === 'REG_EXPAND_SZ')
    return key?.type === 'list' ? data.split(',').map((part) => part.trim()) : data;
  return { type, data };
};

/** What `reg query KEY` printed, value by value; what lies in keys below it is another place. */
export const parseRegQuery = (output: string, key: string): Record<string, unknown> => {
  const values: Record<string, unknown> = {};
  let isHere = false;
  for (const line of output.slice(0, maxBytes).split(/\r?\n/)) {
    if (line.startsWith('HKEY_')) isHere = line.toLowerCase().endsWith(key.slice(4).toLowerCase());
    const [, name, type, data = ''] = isHere ? (valueLine.exec(line) ?? []) : [];
    if (name === undefined || type === undefined || name === '(Default)') continue;
    values[name] = valueOf(name, type, data);
  }
  return values;
};

/** `reg query` of one key; undefined where there is no such key. */
const query = (key: string): string | undefined => {
  try {
    return execFileSync('reg.exe', ['query', key], {
      encoding: 'utf8',
      timeout: 5_000,
      windowsHide: true,
      maxBuffer: maxBytes,
    });
  } catch {
    return undefined;
  }
};

/** Policies of a Windows machine, from the keys that only administrators write. */
export const readWindowsPolicies = (ask: (key: string) => string | undefined = query): ReadPolicies => {
  const result: ReadPolicies = { sources: [], problems: [] };
  for (const [key, tier] of places) {
    const output = ask(key);
    if (output === undefined) continue;
    const values = parseRegQuery(output, key);
    if (Object.keys(values).length > 0) result.sources.push({ source: key, tier, values });
  }
  return result;
};
