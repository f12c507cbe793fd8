import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '#core/store/testing/temporary-folder.ts';
import { isSignedFeed } from './feed-signature.ts';
import { readUpdateChoice, writeUpdateChoice } from './update-choice.ts';
import { ruleUpdates, type UpdateFacts } from './update-rules.ts';
import { lookForUpdate, type FoundUpdate, type Updater } from './updates.ts';

const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const pem = (of: KeyObject): string => of.export({ type: 'spki', format: 'pem' }).toString();
const key = pem(publicKey);
const feed = 'https://releases.example/americano/';

const facts: UpdateFacts = {
  mode: 'automatic',
  channel: 'stable',
  feed,
  key,
  isPackaged: true,
  platform: 'win32',
  path: 'C:\\Users\\noor\\AppData\\Local\\Programs\\americano\\Americano.exe',
  isOwn: false,
  ownFolder: 'C:\\Users\\Noor\\AppData\\Local',
  appImage: undefined,
};

const macPath = '/Applications/Americano.app/Contents/MacOS/Americano';

describe('whether updates are looked for', () => {
  it('is a yes only where somebody asked, and everything is there', () => {
    expect(ruleUpdates(facts)).toEqual({ kind: 'automatic', channel: 'stable', feed, key });
    expect(ruleUpdates({ ...facts, mode: 'notify', channel: 'beta' })).toMatchObject({
      kind: 'notify',
      channel: 'beta',
    });
    const appImage = {
      platform: 'linux',
      path: '/run/mount/americano',
      appImage: '/home/noor/Americano.AppImage',
    } as const;
    expect(ruleUpdates({ ...facts, ...appImage }).kind).toBe('automatic');
    const dragged = { platform: 'darwin', path: macPath, isOwn: true } as const;
    expect(ruleUpdates({ ...facts, ...dragged }).kind).toBe('automatic');
  });

  it('is the choice of the owner exactly where this copy could replace itself', () => {
    expect(ruleUpdates({ ...facts, mode: 'off' })).toMatchObject({ kind: 'off', canUpdate: true });
    for (const changed of [
      { isPackaged: false },
      { path: 'C:\\Program Files\\Americano\\Americano.exe' },
      { platform: 'darwin', path: macPath },
      { feed: undefined },
      { key: undefined },
    ] as const)
      for (const mode of ['off', 'notify', 'automatic'] as const)
        expect(ruleUpdates({ ...facts, ...changed, mode })).toMatchObject({ kind: 'off', canUpdate: false });
  });

  it.each<[string, Partial<UpdateFacts>]>([
    ['nobody asked', { mode: 'off' }],
    ['it is a checkout', { isPackaged: false }],
    ['an administrator put it somewhere else on Windows', { path: 'D:\\Apps\\Americano\\Americano.exe' }],
    ['… or beside the programs of its user', { path: 'C:\\Users\\noor\\AppData\\LocalLow\\Americano.exe' }],
    ['Windows does not say where programs of users are', { ownFolder: undefined }],
    ['it is for all users of Windows', { path: 'C:\\Program Files\\Americano\\Americano.exe' }],
    ['… of 32 bits', { path: 'c:\\program files (x86)\\Americano\\Americano.exe' }],
    ['an installer put it on a Mac for all users', { platform: 'darwin', path: macPath }],
    ['it came by apt', { platform: 'linux', path: '/opt/Americano/americano' }],
    ['there is no feed', { feed: undefined }],
    ['there is no key', { key: undefined }],
  ])('is a no, with a reason, when %s', (_what, changed) => {
    const rule = ruleUpdates({ ...facts, ...changed });
    expect(rule.kind).toBe('off');
    expect('why' in rule && rule.why.length).toBeGreaterThan(10);
  });
});

const checksum = Buffer.alloc(64, 7).toString('base64');
const description = (version: string, sha512: string): Uint8Array<ArrayBuffer> =>
  new TextEncoder().encode(
    `version: ${version}\nfiles:\n  - url: Americano-${version}.exe\n    sha512: ${sha512}\n    size: 90000000\n`,
  );
const signed = (bytes: Uint8Array): string => sign(null, bytes, privateKey).toString('base64');
const release: FoundUpdate = { version: '0.2.0', files: [{ url: 'Americano-0.2.0.exe', sha512: checksum }] };

/** A feed as a server answers it, and what came of looking at it. */
const look = async (
  answers: Record<string, string | Uint8Array<ArrayBuffer>>,
  kind: 'notify' | 'automatic',
  found = release,
) => {
  const said: string[] = [];
  const updater: Updater = {
    autoDownload: true,
    autoInstallOnAppQuit: true,
    allowDowngrade: true,
    setFeedURL: ({ url, channel }) => void said.push(`feed ${url} ${channel}`),
    checkForUpdates: () => Promise.resolve({ isUpdateAvailable: true, updateInfo: found }),
    downloadUpdate: () => Promise.resolve(said.push('loaded')),
  };
  await lookForUpdate({
    rule: { kind, channel: 'stable', feed, key },
    platform: 'win32',
    updater,
    fetch: (url) => {
      const body = answers[url.slice(feed.length)];
      return Promise.resolve(body === undefined ? new Response(null, { status: 404 }) : new Response(body));
    },
    onUpdate: (version, isReady) => void said.push(`update ${version} ${isReady ? 'ready' : 'there'}`),
    onProblem: (why) => void said.push(why),
  });
  return { said: said.slice(1), updater };
};

describe('a release', () => {
  const good = description('0.2.0', checksum);

  it('that is signed is told, or loaded to be installed at the end', async () => {
    const answers = { 'latest.yml': good, 'latest.yml.sig': signed(good) };
    expect((await look(answers, 'notify')).said).toEqual(['update 0.2.0 there']);
    const { said, updater } = await look(answers, 'automatic');
    expect(said).toEqual(['loaded', 'update 0.2.0 ready']);
    expect(updater).toMatchObject({ autoDownload: false, allowDowngrade: false, autoInstallOnAppQuit: true });
  });

  const other = Buffer.alloc(64, 9).toString('base64');
  it.each<[string, Record<string, string | Uint8Array<ArrayBuffer>>, FoundUpdate?]>([
    [
      'whose signature is of another text',
      { 'latest.yml': good, 'latest.yml.sig': signed(description('0.1.9', checksum)) },
    ],
    ['whose text was changed', { 'latest.yml': description('0.2.0', other), 'latest.yml.sig': signed(good) }],
    [
      'whose files are others than those that are signed',
      { 'latest.yml': good, 'latest.yml.sig': signed(good) },
      { version: '0.2.0', files: [{ url: 'x.exe', sha512: other }] },
    ],
    [
      'of another version than that which is signed',
      { 'latest.yml': good, 'latest.yml.sig': signed(good) },
      { ...release, version: '0.3.0' },
    ],
    [
      'without files',
      { 'latest.yml': good, 'latest.yml.sig': signed(good) },
      { version: '0.2.0', files: [] },
    ],
    ['whose signature is empty', { 'latest.yml': good, 'latest.yml.sig': '' }],
    ['without a signature', { 'latest.yml': good }],
    ['without a description', {}],
    [
      'with a description without an end',
      { 'latest.yml': new Uint8Array(100_000).fill(65), 'latest.yml.sig': signed(good) },
    ],
  ])('%s is never loaded', async (_what, answers, found) => {
    const { said } = await look(answers, 'automatic', found);
    expect(said).toHaveLength(1);
    expect(said[0]).not.toMatch(/loaded|update/);
  });
});

describe('the signature of a feed', () => {
  it('is that of the key alone', () => {
    const bytes = description('0.2.0', checksum);
    const another = pem(generateKeyPairSync('ed25519').publicKey);
    expect(isSignedFeed(bytes, signed(bytes), key)).toBe(true);
    expect(isSignedFeed(bytes, `${signed(bytes)}\n`, key)).toBe(true);
    expect(isSignedFeed(bytes, signed(bytes), another)).toBe(false);
    expect(isSignedFeed(bytes, signed(bytes), 'no key')).toBe(false);
    expect(isSignedFeed(Buffer.alloc(0), signed(Buffer.alloc(0)), key)).toBe(false);
  });
});

describe('the choice of the owner', () => {
  it('is kept beside the profiles, and is nobody’s where the file says nothing sensible', () => {
    const file = join(temporaryFolder(), 'new', 'updates.json');
    expect(readUpdateChoice(file)).toBeUndefined();
    writeUpdateChoice(file, 'automatic');
    writeUpdateChoice(file, 'notify');
    expect(readUpdateChoice(file)).toBe('notify');
    expect(readdirSync(join(file, '..'))).toEqual(['updates.json']);
    for (const text of ['', '{', 'null', '{"mode":"sometimes"}', '["notify"]']) {
      writeFileSync(file, text);
      expect(readUpdateChoice(file)).toBeUndefined();
    }
  });

  it('that cannot be kept says so', () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    expect(() => writeUpdateChoice(join(file, 'updates.json'), 'off')).toThrow(/EEXIST|ENOTDIR/);
  });
});
