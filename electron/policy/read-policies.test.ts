import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { resolvePolicies } from '#core/settings/policies/resolve-policies.ts';
import { temporaryFolder } from '#core/store/testing/temporary-folder.ts';
import { readLinuxPolicies } from './read-linux.ts';
import { parseManaged, readMacPolicies } from './read-mac.ts';
import { parseRegQuery, readWindowsPolicies } from './read-windows.ts';

const me = process.getuid?.() ?? 0;
const good = '{"Telemetry":"off"}';

/** A machine's folder with one good file, and another one. */
const linux = (text: string | Buffer, mode = 0o644): string => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'managed'), { mode: 0o755 });
  writeFileSync(join(folder, 'managed', '10-good.json'), good);
  const other = join(folder, 'managed', '20-other.json');
  writeFileSync(other, text);
  chmodSync(other, mode);
  return folder;
};

describe('policies of a Linux machine', () => {
  it('are read from both folders, in the order of their names', () => {
    const folder = linux('{"Telemetry":"off","Kiosk":true}');
    mkdirSync(join(folder, 'recommended'));
    writeFileSync(join(folder, 'recommended', 'a.json'), '{"SpellingDictionaries":"https://d.example/"}');
    writeFileSync(join(folder, 'recommended', 'readme.txt'), 'not a policy');
    const { sources, problems } = readLinuxPolicies(folder, me);
    const { inForce } = resolvePolicies(sources, problems);
    expect(problems).toEqual([]);
    expect(inForce.get('Telemetry')).toMatchObject({ value: 'off', tier: 'mandatory' });
    expect(inForce.get('Kiosk')?.source).toContain('20-other.json');
    expect(inForce.get('SpellingDictionaries')).toMatchObject({
      value: 'https://d.example/',
      tier: 'recommended',
    });
  });

  it('are none where there is no folder', () => {
    expect(readLinuxPolicies(join(temporaryFolder(), 'none'), me)).toEqual({ sources: [], problems: [] });
  });

  const malformed: readonly (readonly [string, string | Buffer, RegExp])[] = [
    ['an empty file', '', /not JSON/],
    ['a half file', '{"Telemetry":', /not JSON/],
    ['a comment', '// {"Telemetry":"off"}', /not JSON/],
    ['a list', '["Telemetry"]', /not an object/],
    ['a text', '"Telemetry"', /not an object/],
    ['nothing', 'null', /not an object/],
    ['a number', '7', /not an object/],
    ['bytes', Buffer.from([0, 255, 254, 1, 2]), /not UTF-8/],
    ['UTF-16', Buffer.from('{"Telemetry":"off"}', 'utf16le'), /not JSON/],
    ['a trailing comma', '{"Telemetry":"off",}', /not JSON/],
    ['single quotes', "{'Telemetry':'off'}", /not JSON/],
    ['a deep one', '['.repeat(30_000), /not JSON|call stack/i],
    ['a large one', `{"x":"${'y'.repeat(70_000)}"}`, /larger than/],
  ];
  it.each(malformed)('that are %s are named and left out', (_what, text, why) => {
    const { sources, problems } = readLinuxPolicies(linux(text), me);
    expect(sources).toHaveLength(1);
    expect(problems).toHaveLength(1);
    expect(problems[0]?.why).toMatch(why);
    expect(problems[0]?.source).toContain('20-other.json');
  });

  it.each([0o666, 0o664, 0o646])('that others can write (%o) are not believed', (mode) => {
    const { problems } = readLinuxPolicies(linux('{"Kiosk":true}', mode), me);
    expect(problems).toMatchObject([{ why: 'writable by others than root' }]);
  });

  it('of somebody else than root are not believed, nor what is no file, nor a folder that others can write', () => {
    const folder = linux(good);
    expect(readLinuxPolicies(folder, me + 1)).toMatchObject({
      sources: [],
      problems: [{ source: folder, why: 'not owned by root' }, { why: 'not owned by root' }],
    });
    symlinkSync('/etc/hostname', join(folder, 'managed', '30-link.json'));
    mkdirSync(join(folder, 'managed', '40-folder.json'));
    expect(readLinuxPolicies(folder, me).problems.map(({ why }) => why)).toEqual(['no file', 'no file']);
    chmodSync(join(folder, 'managed'), 0o777);
    expect(readLinuxPolicies(folder, me)).toMatchObject({
      sources: [],
      problems: [{ why: 'writable by others than root' }],
    });
  });

  it('are at most 64 files', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'managed'));
    for (let n = 0; n < 70; n += 1) writeFileSync(join(folder, 'managed', `${n}.json`), '{}');
    const { sources, problems } = readLinuxPolicies(folder, me);
    expect(sources).toHaveLength(64);
    expect(problems[0]?.why).toContain('more than 64 files');
  });
});

const key = 'HKLM\\SOFTWARE\\Policies\\Americano';
const recorded = [
  '',
  'HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Americano',
  '    Telemetry    REG_SZ    off',
  '    Kiosk    REG_DWORD    0x1',
  '    SharingAllowed    REG_DWORD    0x0',
  '    BackupDays    REG_DWORD    0x5a',
  '    TwinFeatures    REG_MULTI_SZ    predictions\\0wellbeing',
  '    DataFolder    REG_EXPAND_SZ    D:\\Americano\\${user}',
  '    ServerUrl    REG_SZ    https://sync.example/a    b',
  '    (Default)    REG_SZ    (value not set)',
  '',
  'HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Americano\\Recommended',
  '    SpellingDictionaries    REG_SZ    https://d.example/',
  '',
].join('\r\n');

describe('policies of a Windows machine', () => {
  it('are read as reg.exe prints them, from their own key alone', () => {
    expect(parseRegQuery(recorded, key)).toEqual({
      Telemetry: 'off',
      Kiosk: true,
      SharingAllowed: false,
      BackupDays: 90,
      TwinFeatures: ['predictions', 'wellbeing'],
      DataFolder: 'D:\\Americano\\${user}',
      ServerUrl: 'https://sync.example/a    b',
    });
  });

  it('of the machine go before those of the user, and mandatory before recommended', () => {
    const answers: Record<string, string> = {
      [key]: `HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Americano\r\n    Telemetry    REG_SZ    off`,
      'HKCU\\SOFTWARE\\Policies\\Americano': `HKEY_CURRENT_USER\\SOFTWARE\\Policies\\Americano\r\n    Telemetry    REG_SZ    off`,
      [`${key}\\Recommended`]: `HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Americano\\Recommended\r\n    SpellingDictionaries    REG_SZ    https://d.example/`,
    };
    const { sources } = readWindowsPolicies((asked) => answers[asked]);
    const { inForce } = resolvePolicies(sources);
    expect(inForce.get('Telemetry')).toEqual({ value: 'off', tier: 'mandatory', source: key });
    expect(inForce.get('SpellingDictionaries')?.tier).toBe('recommended');
  });

  const malformed: readonly (readonly [string, string])[] = [
    ['a boolean of 2', '    Kiosk    REG_DWORD    0x2'],
    ['a boolean as text', '    Kiosk    REG_SZ    true'],
    ['a number that is none', '    BackupDays    REG_DWORD    0xzz'],
    ['a number as text', '    BackupDays    REG_SZ    90'],
    ['binary', '    Telemetry    REG_BINARY    00FF'],
    ['a type nobody knows', '    Telemetry    REG_LINK    off'],
    ['an empty choice', '    Telemetry    REG_SZ    '],
    ['an empty text', '    ServerUrl    REG_SZ'],
    ['a list of nonsense', '    TwinFeatures    REG_MULTI_SZ    a\\0b'],
    ['a name nobody knows', '    Colour    REG_SZ    red'],
    ['a 64-bit number', '    BackupDays    REG_QWORD    0x5a'],
    ['a relative folder', '    DataFolder    REG_SZ    Americano'],
  ];
  it.each(malformed)('that are %s are named and left out', (_what, line) => {
    const output = `HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Americano\r\n${line}\r\n    ImportAllowed    REG_DWORD    0x0\r\n`;
    const { sources, problems } = readWindowsPolicies((asked) => (asked === key ? output : undefined));
    const found = resolvePolicies(sources, problems);
    expect([...found.inForce.keys()]).toEqual(['ImportAllowed']);
    expect(found.problems).toHaveLength(1);
    expect(found.problems[0]?.source).toBe(key);
  });

  it('are none where reg.exe finds no key, says nothing, or says something else', () => {
    for (const output of [
      undefined,
      '',
      'ERROR: The system was unable to find the specified registry key',
      '\0\0',
    ])
      expect(readWindowsPolicies((asked) => (asked.endsWith('\\Policies') ? '' : output))).toEqual({
        sources: [],
        problems: [],
      });
  });
});

describe('policies of a Mac', () => {
  const source = '/Library/Managed Preferences/org.americano.desk.plist';
  const read = (text: string) =>
    readMacPolicies(
      'noor',
      () => text,
      (path) => path === source,
    );

  it('are read as plutil writes them; what the system adds is none', () => {
    const text = JSON.stringify({
      PayloadUUID: 'x',
      PayloadVersion: 1,
      Kiosk: true,
      Recommended: { SpellingDictionaries: 'https://d.example/' },
    });
    const { sources, problems } = read(text);
    const { inForce, problems: all } = resolvePolicies(sources, problems);
    expect(all).toEqual([]);
    expect(inForce.get('Kiosk')).toEqual({ value: true, tier: 'mandatory', source });
    expect(inForce.get('SpellingDictionaries')?.tier).toBe('recommended');
  });

  it('of the user go before those of all', () => {
    const values = (path: string) => JSON.stringify({ BackupDays: path.includes('noor') ? 30 : 90 });
    const { sources } = readMacPolicies('noor', values, () => true);
    expect(resolvePolicies(sources).inForce.get('BackupDays')?.value).toBe(30);
  });

  const malformed: readonly (readonly [string, string, number])[] = [
    ['nothing', '', 0],
    ['an error of plutil', 'file: Property List error', 0],
    ['a list', '[]', 0],
    ['null', 'null', 0],
    ['half', '{"Kiosk":', 0],
    ['a text', '"Kiosk"', 0],
    ['recommended that are none', '{"Telemetry":"off","Recommended":7}', 1],
    ['a boolean as a number', '{"Telemetry":"off","Kiosk":1}', 1],
    ['a value that is an object', '{"Telemetry":"off","DataFolder":{"path":"/x"}}', 1],
    ['a name nobody knows', '{"Telemetry":"off","Colour":"red"}', 1],
    ['mandatory ones as recommended', '{"Telemetry":"off","Recommended":{"Kiosk":true}}', 1],
    ['a number out of range', '{"Telemetry":"off","BackupDays":1}', 1],
  ];
  it.each(malformed)('that are %s are named and left out', (_what, text, inForce) => {
    const { sources, problems } = read(text);
    const found = resolvePolicies(sources, problems);
    expect(found.inForce.size).toBe(inForce);
    expect(found.problems).toHaveLength(1);
    expect(found.problems[0]?.source).toBe(source);
  });

  it('that cannot be read at all are named', () => {
    const failing = () => {
      throw new Error('plutil is not there');
    };
    expect(readMacPolicies('noor', failing, () => true).problems).toHaveLength(2);
    expect(parseManaged('x', 'here').problems).toHaveLength(1);
  });
});
