import { describe, expect, it } from 'vitest';
import { resolvePolicies } from '#core/settings/policies/resolve-policies.ts';
import { decodeReg, parseRegQuery, readWindowsPolicies, regExe } from './read-windows.ts';

const key = 'HKLM\\SOFTWARE\\Policies\\Americano';
const shared = 'HKLM\\SOFTWARE\\Policies';
const printed = (...lines: readonly string[]): string =>
  ['', 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Americano', ...lines, ''].join('\r\n');
const kiosk = '    Kiosk    REG_DWORD    0x1';

describe('reg.exe', () => {
  it('is the one of the system, never one that lies in the folder a package was opened from', () => {
    expect(regExe({ SystemRoot: 'D:\\Windows' })).toBe('D:\\Windows\\System32\\reg.exe');
    for (const SystemRoot of [undefined, '', '.', 'Downloads', '\\\\server\\share'])
      expect(regExe({ SystemRoot })).toBe('C:\\Windows\\System32\\reg.exe');
  });

  it('that may not be used on a machine is a problem, not a machine without policies', () => {
    const { sources, problems } = readWindowsPolicies(() => undefined);
    expect(sources).toEqual([]);
    expect(problems).toEqual([
      { source: shared, name: null, why: 'reg.exe may not be used on this machine' },
    ]);
  });

  it('that fails in another way than by finding no key is a problem of every key it was asked for', () => {
    const { problems } = readWindowsPolicies(() => {
      throw new Error('spawnSync reg.exe ETIMEDOUT');
    });
    expect(problems).toHaveLength(4);
    expect(problems[0]).toEqual({ source: key, name: null, why: 'spawnSync reg.exe ETIMEDOUT' });
  });

  it('is understood in the code page of any console, and in UTF-16', () => {
    expect(parseRegQuery(decodeReg(Buffer.from(printed(kiosk))), key)).toEqual({ Kiosk: true });
    for (const mark of ['', '\uFEFF'])
      expect(parseRegQuery(decodeReg(Buffer.from(`${mark}${printed(kiosk)}`, 'utf16le')), key)).toEqual({
        Kiosk: true,
      });
  });
});

describe('policies of a Windows machine in another language', () => {
  it('with letters of its code page are named and left out: they would be another folder than the one meant', () => {
    // "Schüler" in code page 850, as reg.exe prints it on a German Windows.
    const output = Buffer.concat([
      Buffer.from(
        '\r\nHKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Americano\r\n    DataFolder    REG_SZ    D:\\Sch',
      ),
      Buffer.from([0x81]),
      Buffer.from(`ler\r\n${kiosk}\r\n`),
    ]);
    const { sources, problems } = readWindowsPolicies((asked) =>
      asked === key ? decodeReg(output) : undefined,
    );
    expect(sources[0]?.values).toEqual({ Kiosk: true });
    expect(problems).toEqual([
      { source: key, name: 'DataFolder', why: 'letters that reg.exe does not write: only ASCII is read' },
    ]);
  });

  it('have an unnamed value of another name, which is no policy', () => {
    for (const name of ['(Default)', '(Standard)', '(par d\uFFFDfaut)'])
      expect(parseRegQuery(printed(`    ${name}    REG_SZ    x`, kiosk), key)).toEqual({ Kiosk: true });
  });

  it('are known by their names whatever the capitals, as values of the registry are', () => {
    const { sources, problems } = readWindowsPolicies((asked) =>
      asked === key
        ? printed('    KIOSK    REG_DWORD    0x1', '    exportallowed    REG_DWORD    0x0')
        : undefined,
    );
    const { inForce } = resolvePolicies(sources, problems);
    expect(inForce.get('Kiosk')?.value).toBe(true);
    expect(inForce.get('ExportAllowed')?.value).toBe(false);
  });
});
