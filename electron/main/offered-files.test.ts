import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '#core/store/testing/temporary-folder.ts';
import { maxOffered, maxPieceBytes, OfferedFiles, packageIn } from './offered-files.ts';

describe('files that the system gives to the program', () => {
  it('are read in pieces, by the token alone', async () => {
    const path = join(temporaryFolder(), 'Deck of mine.APKG');
    writeFileSync(path, 'abcdefghij');
    const files = new OfferedFiles();
    const file = await files.offer(path);
    expect(file).toMatchObject({ name: 'Deck of mine.APKG', size: 10 });
    const token = file?.token ?? '';
    expect(Buffer.from(await files.read(token, 2, 3)).toString()).toBe('cde');
    expect(Buffer.from(await files.read(token, 8, 100)).toString()).toBe('ij');
    for (const [offset, length] of [
      [-1, 1],
      [0.5, 1],
      [0, -1],
      [0, maxPieceBytes + 1],
      [0, Number.NaN],
    ] as const)
      await expect(files.read(token, offset, length)).rejects.toThrow(/no such place|too large/);
    await expect(files.read('0'.repeat(32), 0, 1)).rejects.toThrow(/no such file/);
    await files.close();
    await expect(files.read(token, 0, 1)).rejects.toThrow(/no such file/);
  });

  it('are packages that can be read, and nothing else', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'secrets.txt'), 'x');
    mkdirSync(join(folder, 'folder.apkg'));
    const files = new OfferedFiles();
    for (const name of ['secrets.txt', 'folder.apkg', 'missing.apkg'])
      expect(await files.offer(join(folder, name))).toBeUndefined();
    await files.close();
  });

  it('are not held open for ever: of many the newest can be read', async () => {
    const folder = temporaryFolder();
    const files = new OfferedFiles();
    const tokens: string[] = [];
    for (let n = 0; n <= maxOffered; n += 1) {
      const path = join(folder, `${n}.apkg`);
      writeFileSync(path, String(n));
      tokens.push((await files.offer(path))?.token ?? '');
    }
    await expect(files.read(tokens[0] ?? '', 0, 9)).rejects.toThrow(/no such file/);
    for (const [n, token] of tokens.entries())
      if (n > 0) expect(Buffer.from(await files.read(token, 0, 9)).toString()).toBe(String(n));
    await files.close();
  });

  it.runIf(process.platform !== 'win32')(
    'are no pipes, which would be waited for without an end',
    async () => {
      const pipe = join(temporaryFolder(), 'pipe.apkg');
      execFileSync('/usr/bin/mkfifo', [pipe]);
      const files = new OfferedFiles();
      expect(await files.offer(pipe)).toBeUndefined();
      await files.close();
    },
  );

  it('are found among the arguments of a start', () => {
    expect(packageIn(['--profile', 'x', 'a.colpkg'])).toBe('a.colpkg');
    expect(packageIn(['--deck.apkg', 'notes.txt'])).toBeUndefined();
  });
});
