import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { resolvePolicies } from '#core/settings/policies/resolve-policies.ts';
import { temporaryFolder } from '#core/store/testing/temporary-folder.ts';
import { readLinuxPolicies } from './read-linux.ts';

const me = process.getuid?.() ?? 0;

const machine = (content: string | Buffer): { folder: string; file: string } => {
  const folder = temporaryFolder();
  const file = join(folder, 'managed', 'school.json');
  mkdirSync(join(folder, 'managed'), { mode: 0o755 });
  writeFileSync(file, content, { mode: 0o644 });
  return { folder, file };
};
const read = (content: string | Buffer) => {
  const { folder, file } = machine(content);
  const { sources, problems } = readLinuxPolicies(folder, me);
  return { file, ...resolvePolicies(sources, problems) };
};

describe('a file of policies', () => {
  it('of another encoding is left out: its folder would be another than the one meant', () => {
    const { file, inForce, problems } = read(
      Buffer.from('{"DataFolder":"/srv/schüler","Kiosk":true}', 'latin1'),
    );
    expect([...inForce]).toEqual([]);
    expect(problems).toEqual([{ source: file, name: null, why: 'not UTF-8' }]);
  });

  it('may begin with the mark that Windows editors put there', () => {
    expect(read('\uFEFF{"DataFolder":"/srv/schüler"}').inForce.get('DataFolder')?.value).toBe('/srv/schüler');
  });

  it.each([
    ['{"Kiosk":true,"ExportAllowed":false,"Kiosk":false}'],
    ['{"Kiosk":true,"ExportAllowed":false,"\\u004biosk" : false}'],
  ])('that says a thing twice says it not at all, and what else it says holds: %s', (text) => {
    const { file, inForce, problems } = read(text);
    expect([...inForce.keys()]).toEqual(['ExportAllowed']);
    expect(problems).toEqual([{ source: file, name: 'Kiosk', why: 'stands there more than once' }]);
  });

  it('does not take for a name what is a value, or lies deeper', () => {
    const { inForce, problems } = read(
      '{"DataFolder":"/srv/\\"Kiosk\\":1,{","Kiosk":true,"Colour":{"Kiosk":[{"Kiosk":1}],"Kiosk":2}}',
    );
    expect([...inForce.keys()]).toEqual(['DataFolder', 'Kiosk']);
    expect(problems).toMatchObject([{ name: 'Colour', why: 'no policy of this name' }]);
  });
});

describe('the folder above them', () => {
  it('that others can write is named: whoever can write it can take the policies away', () => {
    const { folder } = machine('{"Kiosk":true}');
    chmodSync(folder, 0o777);
    const { sources, problems } = readLinuxPolicies(folder, me);
    expect(resolvePolicies(sources, problems).inForce.get('Kiosk')?.value).toBe(true);
    expect(problems).toEqual([{ source: folder, name: null, why: 'writable by others than root' }]);
  });
});
