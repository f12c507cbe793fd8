// node scripts/run.mjs scripts/policies/write-policies.ts: writes build/policy and docs/policies.md from the registry of keys.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import type { Check } from '../commands.ts';
import { isProgram, ROOT } from '../node.mjs';
import { adml, admx, documentation, jsonSchema, linuxSample, mobileconfig } from './templates.ts';

/** Every generated file, by its path. */
export const policyFiles = (): ReadonlyMap<string, string> =>
  new Map([
    ['build/policy/americano.admx', admx()],
    ['build/policy/en-US/americano.adml', adml()],
    ['build/policy/americano.mobileconfig', mobileconfig()],
    ['build/policy/linux/managed.json', linuxSample()],
    ['build/policy/schema.json', jsonSchema()],
    ['docs/policies.md', documentation()],
  ]);

const committed = (name: string): string | undefined => {
  try {
    return readFileSync(join(ROOT, name), 'utf8');
  } catch {
    return undefined;
  }
};

/** What is committed is what the registry says. */
export const policyCheck: Check = {
  name: 'policy templates',
  run: () => {
    const stale = [...policyFiles()].filter(([name, text]) => committed(name) !== text).map(([name]) => name);
    return Promise.resolve(
      stale.length === 0
        ? ''
        : `${stale.join(', ')}: not up to date; node scripts/run.mjs scripts/policies/write-policies.ts writes them`,
    );
  },
};

if (isProgram(import.meta.url)) {
  for (const [name, text] of policyFiles()) {
    mkdirSync(dirname(join(ROOT, name)), { recursive: true });
    writeFileSync(join(ROOT, name), text);
  }
}
