// The files of the checkout, without what git ignores.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Tracked files and new ones that are not ignored, relative to `root`, with forward slashes. */
export function listTree(root: string): string[] {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 << 20,
  });
  return listed.split('\0').filter((name) => name !== '' && existsSync(join(root, name)));
}

export function readTexts(root: string, names: readonly string[]): Map<string, string> {
  return new Map(names.map((name) => [name, readFileSync(join(root, name), 'utf8')]));
}
