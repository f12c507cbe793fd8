import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { maxFeedBytes } from './feed-signature.ts';
import { lookForUpdate, type FoundUpdate } from './updates.ts';

const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const sha512 = Buffer.alloc(64, 7).toString('base64');
const releaseOf = (version: string): FoundUpdate => ({ version, files: [{ url: 'a.exe', sha512 }] });

/** What came of a look at a feed whose description is signed: what it loaded, told, or found wrong. */
const look = async (found: FoundUpdate, channel: 'stable' | 'beta', response?: () => Response) => {
  const said: string[] = [];
  const text = `version: ${found.version}\nfiles:\n  - url: a.exe\n    sha512: ${sha512}\n`;
  const signature = sign(null, Buffer.from(text), privateKey).toString('base64');
  await lookForUpdate({
    rule: {
      kind: 'automatic',
      channel,
      feed: 'https://mirror.example',
      key: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    },
    platform: 'win32',
    updater: {
      autoDownload: true,
      autoInstallOnAppQuit: true,
      allowDowngrade: true,
      setFeedURL: () => undefined,
      checkForUpdates: () => Promise.resolve({ isUpdateAvailable: true, updateInfo: found }),
      downloadUpdate: () => Promise.resolve(said.push('loaded')),
    },
    fetch: (url) => Promise.resolve(response?.() ?? new Response(url.endsWith('.sig') ? signature : text)),
    onUpdate: (version) => void said.push(`told ${version}`),
    onProblem: (why) => void said.push(why),
  });
  return said;
};

describe('a feed whose description is signed', () => {
  it('gives nobody on the stable channel what is signed for another: who serves files chooses their names', async () => {
    expect(await look(releaseOf('0.3.0-beta.1'), 'stable')).toEqual([
      'release 0.3.0-beta.1 is of another channel',
    ]);
    expect(await look(releaseOf('0.3.0-beta.1'), 'beta')).toEqual(['loaded', 'told 0.3.0-beta.1']);
    expect(await look(releaseOf('0.3.0'), 'beta')).toEqual(['loaded', 'told 0.3.0']);
  });

  it('loads no part of a release beside the files whose checksums are signed', async () => {
    const packages = { x64: { path: 'evil.7z', sha512: Buffer.alloc(64, 9).toString('base64') } };
    expect(await look({ ...releaseOf('0.3.0'), packages }, 'stable')).toEqual([
      'release 0.3.0 is not signed by the key of releases',
    ]);
  });

  it('is not read on when it has no end', async () => {
    let given = 0;
    const endless = (): Response =>
      new Response(
        new ReadableStream({
          pull: (controller) => {
            // A reader that waits for the end would never come back.
            if (given > 100 * maxFeedBytes) controller.error(new Error('read too far'));
            given += 16_384;
            controller.enqueue(new Uint8Array(16_384));
          },
        }),
      );
    expect(await look(releaseOf('0.3.0'), 'stable', endless)).toEqual([
      'the description of a release is too large',
    ]);
    expect(given).toBeLessThan(3 * maxFeedBytes);
  });
});
