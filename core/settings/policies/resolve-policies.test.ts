import { describe, expect, it } from 'vitest';
import { policyKeys, policyNames } from '../policy-keys.ts';
import {
  chosenValue,
  isForbidden,
  policyValue,
  resolvePolicies,
  type PolicySource,
} from './resolve-policies.ts';

const managed = (values: Record<string, unknown>, source = 'managed.json'): PolicySource => ({
  source,
  tier: 'mandatory',
  values,
});
const recommended = (values: Record<string, unknown>): PolicySource => ({
  source: 'recommended.json',
  tier: 'recommended',
  values,
});

describe('policies', () => {
  it('that are mandatory go before those that are recommended, and the first of equals before the rest', () => {
    const found = resolvePolicies([
      recommended({ BackupDays: 30 }),
      managed({ BackupDays: 60 }, 'a.json'),
      managed({ BackupDays: 90 }, 'b.json'),
    ]);
    expect(found.inForce.get('BackupDays')).toEqual({ value: 60, tier: 'mandatory', source: 'a.json' });
    expect(found.problems).toEqual([]);
  });

  it('say what is in force: theirs, else what is so without one', () => {
    const none = resolvePolicies([]);
    expect(policyValue(none, 'UpdateMode')).toBe('off');
    expect(policyValue(none, 'ServerUrl')).toBeUndefined();
    expect(isForbidden(none, 'ExportAllowed')).toBe(false);
    expect(isForbidden(resolvePolicies([managed({ ExportAllowed: false })]), 'ExportAllowed')).toBe(true);
    expect(isForbidden(resolvePolicies([managed({ ExportAllowed: true })]), 'ExportAllowed')).toBe(false);
  });

  it('stand on both sides of what the owner chose: mandatory ones before it, recommended ones after it', () => {
    const inForce = (policies: PolicySource[], chosen?: string) =>
      chosenValue(resolvePolicies(policies), 'UpdateMode', chosen);
    expect(inForce([managed({ UpdateMode: 'off' })], 'automatic')).toBe('off');
    expect(inForce([recommended({ UpdateMode: 'notify' })], 'automatic')).toBe('automatic');
    expect(inForce([recommended({ UpdateMode: 'notify' })])).toBe('notify');
    expect(inForce([], 'automatic')).toBe('automatic');
    expect(inForce([])).toBe('off');
  });

  it('may forbid sharing, and have no way to consent to it', () => {
    const { inForce, problems } = resolvePolicies([recommended({ SharingAllowed: false })]);
    expect(inForce.size).toBe(0);
    expect(problems).toEqual([
      { source: 'recommended.json', name: 'SharingAllowed', why: 'can be mandatory only' },
    ]);
    expect(policyNames.filter((name) => /consent|enrol/i.test(name))).toEqual([]);
  });

  it.each(policyNames)('%s takes its own example and its default, and words for a person', (name) => {
    const key = policyKeys[name];
    expect(key.schema.safeParse(key.example).success).toBe(true);
    if (key.default !== null) expect(key.schema.safeParse(key.default).success).toBe(true);
    expect(key.words.length).toBeGreaterThan(20);
    expect(key.words).toMatch(/[.]$/);
  });
});

describe('a value that makes no sense', () => {
  it('is told with what was found and what would do', () => {
    const why = (values: Record<string, unknown>) => resolvePolicies([managed(values)]).problems[0]?.why;
    expect(why({ DataFolder: 'relative' })).toBe('found "relative", wanted a full path');
    expect(why({ Kiosk: 'yes' })).toBe('found "yes", wanted boolean, received string');
    expect(why({ Telemetry: 'on' })).toBe('found "on", wanted "off"');
  });
});

describe('a key that nothing obeys yet', () => {
  const waiting = policyNames.filter((name) => policyKeys[name].since === null);

  it.each(waiting)('%s is named instead of being shown as in force', (name) => {
    const { inForce, problems } = resolvePolicies([managed({ [name]: policyKeys[name].example })]);
    expect(inForce.size).toBe(0);
    expect(problems).toEqual([{ source: 'managed.json', name, why: 'not obeyed by this version yet' }]);
  });
});

/** Values that make no sense, of every key and kind: each is named and left out, and nothing else is. */
const nonsense: readonly (readonly [string, unknown])[] = [
  ['ServerUrl', 'http://plain.example'],
  ['ServerUrl', 'https://user:secret@host.example'],
  ['ServerUrl', 'not an address'],
  ['ServerUrl', 7],
  ['ServerUrl', `https://host.example/${'x'.repeat(5000)}`],
  ['ServerUrl', 'javascript:alert(1)'],
  ['PinnedCertificate', 'relative/ca.pem'],
  ['PinnedCertificate', '/etc/\0ca.pem'],
  ['UpdateMode', 'sometimes'],
  ['UpdateMode', 'OFF'],
  ['UpdateMode', true],
  ['UpdateChannel', ''],
  ['UpdateFeed', 'file:///srv/updates'],
  ['ProxyServer', 'host:port'],
  ['ProxyServer', 'http://proxy:8080'],
  ['ProxyServer', 'a b:80'],
  ['DataFolder', ''],
  ['DataFolder', 'C:'],
  ['SharingAllowed', 'true'],
  ['SharingAllowed', 1],
  ['SharingAllowed', null],
  ['ImportAllowed', 'no'],
  ['ExportAllowed', []],
  ['TwinFeatures', 'predictions'],
  ['TwinFeatures', ['fortune telling']],
  ['TwinFeatures', { predictions: true }],
  ['TwinFeatures', Array.from({ length: 50 }, () => 'predictions')],
  ['SpellingDictionaries', 'http://dictionaries.example/'],
  ['Kiosk', 'yes'],
  ['SharedLab', 0],
  ['BackupDays', 6],
  ['BackupDays', 1e9],
  ['BackupDays', 7.5],
  ['BackupDays', '90'],
  ['BackupDays', Number.NaN],
  ['Telemetry', 'on'],
  ['Telemetry', false],
  ['Unknown', 'x'],
  ['__proto__', 'x'],
  ['constructor', 'x'],
  ['toString', 'x'],
  ['x'.repeat(10_000), 'x'],
];

describe('values that make no sense', () => {
  it.each(nonsense)('%s: %o is named and left out', (name, value) => {
    const values: Record<string, unknown> = Object.fromEntries([
      ['Telemetry', 'off'],
      [name, value],
    ]);
    const found = resolvePolicies([managed(values)]);
    expect(found.problems).toHaveLength(1);
    expect(found.problems[0]?.name).toBe(name.slice(0, 80));
    expect([...found.inForce.keys()]).toEqual(name === 'Telemetry' ? [] : ['Telemetry']);
  });
});
