import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';
import { z } from 'zod';

import { policyKeys, policyNames } from '#core/settings/policy-keys.ts';
import { resolvePolicies } from '#core/settings/policies/resolve-policies.ts';
import { temporaryFolder } from '#core/store/testing/temporary-folder.ts';
import { readLinuxPolicies } from '#electron/policy/read-linux.ts';
import { parseManaged } from '#electron/policy/read-mac.ts';
import { adml, admx, documentation, jsonSchema, linuxSample, mobileconfig } from './templates.ts';
import { policyCheck } from './write-policies.ts';

const obeyed = policyNames.filter((name) => policyKeys[name].since !== null);
const waiting = policyNames
  .filter((name) => policyKeys[name].since === null)
  .map(() => 'not obeyed by this version yet');

/** Names in a text after a pattern, each once. */
const named = (text: string, pattern: RegExp): string[] =>
  [...new Set([...text.matchAll(pattern)].map(([, name]) => name ?? ''))].toSorted();

describe('policy templates', () => {
  it('are committed as the registry says', async () => {
    expect(await policyCheck.run()).toBe('');
  });

  it('for Linux are a file that is read, with every key in force', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'managed'));
    writeFileSync(join(folder, 'managed', 'all.json'), linuxSample());
    const { sources, problems } = readLinuxPolicies(folder, process.getuid?.() ?? 0);
    const found = resolvePolicies(sources, problems);
    expect([...found.inForce.keys()]).toEqual(obeyed);
    expect(found.problems.map(({ why }) => why)).toEqual(waiting);
  });

  it('for Macs hold every key with a value that is read', () => {
    // A property list of these few kinds, as plutil would write it.
    const dict = mobileconfig().split(/<string>org\.americano\.desk\.policies\.settings<\/string>/)[1] ?? '';
    const pairs = [
      ...dict.matchAll(
        /<key>(\w+)<\/key>\s*(<(?:true|false)\/>|<integer>\d+<\/integer>|<string>[^<]*<\/string>|<array>.*?<\/array>)/g,
      ),
    ];
    const values = Object.fromEntries(
      pairs.map(([, name = '', value = '']): [string, unknown] => [
        name,
        value.startsWith('<array>')
          ? [...value.matchAll(/<string>([^<]*)<\/string>/g)].map(([, item]) => item)
          : /^<(true|false)/.test(value)
            ? value === '<true/>'
            : value.startsWith('<integer>')
              ? Number(/\d+/.exec(value)?.[0])
              : />([^<]*)</.exec(value)?.[1],
      ]),
    );
    const { sources, problems } = parseManaged(JSON.stringify(values), 'here');
    const found = resolvePolicies(sources, problems);
    expect([...found.inForce.keys()]).toEqual(obeyed);
    expect(found.problems.map(({ why }) => why)).toEqual(waiting);
  });

  it('for Windows have each key, its words, and nothing that leads nowhere', () => {
    const [definitions, words] = [admx(), adml()];
    const strings = named(words, /<string id="(\w+)"/g);
    expect(named(definitions, /\$\(string\.(\w+)\)/g).filter((name) => !strings.includes(name))).toEqual([]);
    const presentations = named(words, /<presentation id="(\w+)"/g);
    expect(named(definitions, /\$\(presentation\.(\w+)\)/g)).toEqual(presentations);
    const policies = named(definitions, /<policy name="(\w+)"/g);
    for (const name of policyNames) {
      expect(policies).toContain(name);
      expect(policies.includes(`${name}_recommended`)).toBe(
        (policyKeys[name].tiers as readonly string[]).includes('recommended'),
      );
    }
    // What an enum may be set to is what the key takes.
    for (const [, name = '', body = ''] of definitions.matchAll(/<enum id="(\w+)".*?>([\s\S]*?)<\/enum>/g)) {
      const choices = [...body.matchAll(/<string>(\w+)<\/string>/g)].map(([, choice]) => choice);
      const key = policyKeys[name as keyof typeof policyKeys];
      for (const choice of choices) expect(key.schema.safeParse(choice).success).toBe(true);
    }
  });

  it('are well-formed', () => {
    for (const text of [admx(), adml(), mobileconfig()]) {
      const open: string[] = [];
      for (const [, close, name = '', , empty] of text.matchAll(
        /<(\/?)([A-Za-z]\w*)((?:\s+[\w:]+="[^"<]*")*)\s*(\/?)>/g,
      )) {
        if (close === '/') expect(open.pop()).toBe(name);
        else if (empty !== '/') open.push(name);
      }
      expect(open).toEqual([]);
      // Whatever is left of a tag that was not one.
      expect(text.replace(/<[?!/]?[A-Za-z][^<>]*>/g, '')).not.toMatch(/[<>]/);
      expect(text).not.toMatch(/&(?!(amp|lt|gt|quot);)/);
    }
  });

  it('as a schema take the sample, and not a file with a mistake', () => {
    const schema = JSON.parse(jsonSchema()) as {
      properties: Record<string, object>;
      additionalProperties: boolean;
    };
    expect(Object.keys(schema.properties)).toEqual([...policyNames]);
    expect(schema.additionalProperties).toBe(false);
    expect(z.fromJSONSchema(schema.properties['BackupDays'] as never).safeParse(6).success).toBe(false);
    expect(z.fromJSONSchema(schema.properties['BackupDays'] as never).safeParse(90).success).toBe(true);
  });

  it('and the document name every key', () => {
    for (const name of policyNames) expect(documentation()).toContain(`| \`${name}\` |`);
  });
});
