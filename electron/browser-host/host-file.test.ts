import { spawnSync } from 'node:child_process';
import { readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createProfile } from '#core/store/profile.ts';
import { temporaryFolder } from '#core/store/testing/temporary-folder.ts';
import { readHostFile, removeHostFile, writeHostFile, type HostFile } from './host-file.ts';

const content = (): HostFile => ({ port: 4711, pid: process.pid, secret: 's'.repeat(43), startedAt: 1 });

describe('host file', () => {
  it('comes back as it was written, for its owner alone, and leaves nothing beside it', () => {
    const profile = createProfile(temporaryFolder());
    writeHostFile(profile, content());
    writeHostFile(profile, { ...content(), port: 4712 });
    expect(readHostFile(profile)).toEqual({ ...content(), port: 4712 });
    expect(statSync(profile.host).mode & 0o777).toBe(0o600);
    expect(readdirSync(profile.folder)).not.toContain('host.json.partial');
    removeHostFile(profile);
    removeHostFile(profile);
    expect(readHostFile(profile)).toBeUndefined();
  });

  it('neither keeps the mode of what was left half-written nor follows a link', () => {
    const folder = temporaryFolder();
    const profile = createProfile(join(folder, 'profile'));
    writeFileSync(`${profile.host}.partial`, '', { mode: 0o644 });
    writeHostFile(profile, content());
    expect(statSync(profile.host).mode & 0o777).toBe(0o600);
    const elsewhere = join(folder, 'elsewhere');
    symlinkSync(elsewhere, `${profile.host}.partial`);
    writeHostFile(profile, content());
    expect(statSync(elsewhere, { throwIfNoEntry: false })).toBeUndefined();
    expect(readHostFile(profile)).toEqual(content());
  });

  it.each<[string, string]>([
    ['nothing', ''],
    ['half a file', '{"port":4711,"pid":'],
    ['another file', '[]'],
    ['a port that is none', JSON.stringify({ ...content(), port: 0 })],
    ['a short secret', JSON.stringify({ ...content(), secret: 's' })],
  ])('is not there when it says %s', (_name, text) => {
    const profile = createProfile(temporaryFolder());
    writeFileSync(profile.host, text);
    expect(readHostFile(profile)).toBeUndefined();
  });

  it('is not there when its process is gone', () => {
    const profile = createProfile(temporaryFolder());
    const { pid } = spawnSync(process.execPath, ['--version']);
    writeHostFile(profile, { ...content(), pid });
    expect(readHostFile(profile)).toBeUndefined();
  });
});
