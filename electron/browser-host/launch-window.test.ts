import { chmodSync, existsSync, readdirSync, readFileSync, statSync, watch, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { createProfile, type Profile } from '#core/store/profile.ts';
import { temporaryFolder } from '#core/store/testing/temporary-folder.ts';
import { launchFile, removeAllLaunchFiles, removeLaunchFile, writeLaunchFile } from './launch-file.ts';
import { launchWindow } from './launch-window.ts';

const target = { address: '127.0.0.1:4711', ticket: 'T'.repeat(43) };
const filesOf = (profile: Profile): string[] =>
  readdirSync(profile.folder).filter((name) => name.startsWith('launch-'));

/** A browser that writes down how it was called, and the arguments once they are there. */
const fakeBrowser = (): { path: string; arguments(): Promise<string[]> } => {
  const folder = temporaryFolder();
  const path = join(folder, 'browser');
  const said = join(folder, 'said');
  writeFileSync(path, `#!/bin/sh\nprintf '%s\\n' "$@" > '${said}.partial'\nmv '${said}.partial' '${said}'\n`);
  chmodSync(path, 0o755);
  const wait = async (): Promise<string[]> => {
    const watcher = watch(folder);
    await new Promise<void>((resolve) => {
      const look = (): void => {
        if (existsSync(said)) resolve();
      };
      watcher.on('change', look);
      look();
    });
    watcher.close();
    return readFileSync(said, 'utf8').trimEnd().split('\n');
  };
  return { path, arguments: wait };
};

describe('launchWindow', () => {
  it('tells Chromium no secret: the ticket is in a file that only its owner can read', async () => {
    const profile = createProfile(temporaryFolder());
    const browser = fakeBrowser();
    expect(await launchWindow(profile, { path: browser.path, kind: 'chromium' }, target, false)).toBe(true);
    const args = await browser.arguments();
    expect(args.join(' ')).not.toContain(target.ticket);
    expect(args).toContain(`--user-data-dir=${join(profile.folder, 'browser')}`);
    expect(args).not.toContain('--no-sandbox');
    const app = args.find((arg) => arg.startsWith('--app='))?.slice('--app='.length) ?? '';
    const file = fileURLToPath(app);
    expect(file).toBe(launchFile(profile, target.ticket));
    expect(file).not.toContain(target.ticket);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, 'utf8')).toContain(`"http://${target.address}/#ticket=${target.ticket}"`);
  });

  it('takes the sandbox from nobody but root, and gives other browsers the file alone', async () => {
    const profile = createProfile(temporaryFolder());
    const chromium = fakeBrowser();
    await launchWindow(profile, { path: chromium.path, kind: 'chromium' }, target, true);
    expect(await chromium.arguments()).toContain('--no-sandbox');
    removeAllLaunchFiles(profile);
    const other = fakeBrowser();
    await launchWindow(profile, { path: other.path, kind: 'default' }, target, true);
    expect(await other.arguments()).toEqual([expect.stringMatching(/^file:.*\.html$/)]);
  });

  it('leaves no file when the browser does not start', async () => {
    const profile = createProfile(temporaryFolder());
    const browser = { path: join(profile.folder, 'absent'), kind: 'chromium' } as const;
    expect(await launchWindow(profile, browser, target, false)).toBe(false);
    expect(filesOf(profile)).toEqual([]);
  });
});

describe('launch files', () => {
  it('go one by one with their tickets, or all at once', () => {
    const profile = createProfile(temporaryFolder());
    for (const ticket of ['a', 'b', 'c']) writeLaunchFile(profile, ticket, 'http://127.0.0.1:1/');
    removeLaunchFile(profile, 'b');
    removeLaunchFile(profile, 'b');
    expect(filesOf(profile)).toHaveLength(2);
    writeFileSync(join(profile.folder, 'launch-notes.html'), '');
    removeAllLaunchFiles(profile);
    expect(filesOf(profile)).toEqual(['launch-notes.html']);
  });
});
