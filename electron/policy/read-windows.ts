import { execFileSync } from 'node:child_process';
import { win32 } from 'node:path';
import { isPolicyName, policyKeys, policyNames, type PolicyTier } from '#core/settings/policy-keys.ts';
import type { ReadPolicies } from './policy-reading.ts';

/** Where group policies write; each hive's own subkey for what is only recommended. */
const places: readonly (readonly [string, PolicyTier])[] = [
  ['HKLM\\SOFTWARE\\Policies\\Americano', 'mandatory'],
  ['HKCU\\SOFTWARE\\Policies\\Americano', 'mandatory'],
  ['HKLM\\SOFTWARE\\Policies\\Americano\\Recommended', 'recommended'],
  ['HKCU\\SOFTWARE\\Policies\\Americano\\Recommended', 'recommended'],
];
/** There on every Windows: where it cannot be read, reg.exe may not be used, and policies may exist that nobody sees. */
const alwaysThere = 'HKLM\\SOFTWARE\\Policies';
const maxBytes = 1_000_000;

/**
 * The tool of the system, by its full path: a bare name is looked for in the current folder first, and that may be the
 * folder of downloads that a package was opened from.
 */
export const regExe = (env: NodeJS.ProcessEnv): string => {
  const system = env['SystemRoot'];
  return win32.join(
    system !== undefined && /^[a-z]:\\/i.test(system) ? system : 'C:\\Windows',
    'System32',
    'reg.exe',
  );
};

/** Text of reg.exe: in the code page of the console, ASCII for all that policies are made of; UTF-16 where it was told so. */
export const decodeReg = (bytes: Uint8Array): string =>
  new TextDecoder(bytes.includes(0) || bytes[0] === 0xff ? 'utf-16le' : 'utf-8').decode(bytes);

/** What stands for a letter of another code page: the value is not the one that was written. */
const unreadable = '\uFFFD';

/** Names in the registry know no capitals. */
const nameOf = (written: string): string =>
  policyNames.find((name) => name.toLowerCase() === written.toLowerCase()) ?? written;

/** The unnamed value of a key, in the language of the system: (Default), (Standard), (par défaut). */
const isUnnamed = (name: string): boolean => /^\(.*\)$/.test(name);

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
    const [, written, type, data = ''] = isHere ? (valueLine.exec(line) ?? []) : [];
    if (written === undefined || type === undefined || isUnnamed(written)) continue;
    const name = nameOf(written);
    values[name] = valueOf(name, type, data);
  }
  return values;
};

/** `reg query` of one key; undefined where there is no such key. Throws where reg.exe cannot be run, or does not end. */
const query = (key: string): string | undefined => {
  try {
    return decodeReg(
      execFileSync(regExe(process.env), ['query', key], {
        timeout: 5_000,
        windowsHide: true,
        maxBuffer: maxBytes,
        stdio: ['ignore', 'pipe', 'ignore'],
      }),
    );
  } catch (error) {
    if (error instanceof Error && 'status' in error && error.status === 1) return undefined;
    throw error;
  }
};

/**
 * Policies of a Windows machine, from the keys that only administrators write. `ask`: what reg.exe says of a key; undefined
 * where there is none.
 */
export const readWindowsPolicies = (ask: (key: string) => string | undefined = query): ReadPolicies => {
  const result: ReadPolicies = { sources: [], problems: [] };
  const attempt = (key: string): string | undefined => {
    try {
      return ask(key);
    } catch (error) {
      const why = error instanceof Error ? error.message.slice(0, 200) : 'unreadable';
      result.problems.push({ source: key, name: null, why });
      return undefined;
    }
  };
  for (const [key, tier] of places) {
    const read = Object.entries(parseRegQuery(attempt(key) ?? '', key));
    const values = read.filter(([, value]) => !JSON.stringify(value).includes(unreadable));
    for (const [name] of read.filter((entry) => !values.includes(entry)))
      result.problems.push({
        source: key,
        name,
        why: 'letters that reg.exe does not write: only ASCII is read',
      });
    if (values.length > 0) result.sources.push({ source: key, tier, values: Object.fromEntries(values) });
  }
  if (result.sources.length + result.problems.length === 0 && attempt(alwaysThere) === undefined)
    result.problems.push({ source: alwaysThere, name: null, why: 'reg.exe may not be used on this machine' });
  return result;
};
