import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { explainNpm, missingPackages } from './install.mjs';
import { atLeast, typeFlags } from './node.mjs';
import { buildIsFresh, hashSources } from './sources.mjs';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'americano schön '));
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function put(name: string, content: string | object): void {
  const path = join(root, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
}

describe('what is missing', () => {
  const here = { os: [process.platform], cpu: [process.arch], optional: true };
  const packages = {
    '': { version: '0.1.0' },
    'node_modules/react': { version: '19.0.0' },
    'node_modules/a/node_modules/@x/deep': { version: '1.0.0' },
    'node_modules/native-here': { version: '2.0.0', ...here },
    'node_modules/native-elsewhere': { version: '2.0.0', ...here, os: ['plan9'] },
    'node_modules/extra': { version: '3.0.0', optional: true },
  };

  it('is everything this system needs, in a bare clone', () => {
    put('package-lock.json', { packages });
    expect(missingPackages(root)).toEqual(['react', '@x/deep', 'native-here']);
  });

  it('is nothing after npm recorded all of it, and what changed after the lockfile did', () => {
    put('package-lock.json', { packages });
    put('node_modules/.package-lock.json', { packages });
    expect(missingPackages(root)).toEqual([]);

    put('package-lock.json', { packages: { ...packages, 'node_modules/react': { version: '19.0.1' } } });
    expect(missingPackages(root)).toEqual(['react']);
  });
});

describe('a failed npm', () => {
  it.each([
    [
      'npm error code ENOTFOUND\nnpm error …',
      /registry was not reached \(ENOTFOUND\).*needs the network once/,
    ],
    ['npm ERR! code EAI_AGAIN', /registry was not reached/],
    ['npm error code EACCES', /could not be written \(EACCES\) below the\/folder/],
    ['npm error code ENOSPC', /disk is full/],
    ['npm error code EUSAGE', /npm ci failed \(EUSAGE\)/],
  ])('%j is explained', (errors, sentence) => {
    const text = explainNpm(errors, 'the/folder');
    expect(text).toMatch(sentence);
    expect(text).toContain(errors);
  });
});

describe('versions of Node', () => {
  it.each([
    ['22.12.0', '22.12.0', true],
    ['22.11.9', '22.12.0', false],
    ['24.0.0', '22.12.0', true],
    ['9.99.0', '22.12.0', false],
  ])('%s is at least %s: %s', (version, minimum, expected) => {
    expect(atLeast(version, minimum)).toBe(expected);
  });

  it('asks for TypeScript only where it is not on by itself', () => {
    expect(typeFlags('22.12.0')).toContain('--experimental-strip-types');
    expect(typeFlags('24.21.0')).toEqual([]);
  });
});

describe('a build', () => {
  function build(): void {
    put('dist/service/cli.js', '1');
    put('dist/build.json', { sources: hashSources(root), files: ['service/cli.js'] });
  }

  it('is fresh until a source changes, appears or disappears', () => {
    put('core/a.ts', '1');
    put('renderer/b.tsx', '1');
    expect(buildIsFresh(root)).toBe(false);
    build();
    expect(buildIsFresh(root)).toBe(true);
    put('core/a.ts', '2');
    expect(buildIsFresh(root)).toBe(false);
    build();
    put('resources/new.json', '{}');
    expect(buildIsFresh(root)).toBe(false);
    build();
    rmSync(join(root, 'renderer/b.tsx'));
    expect(buildIsFresh(root)).toBe(false);
  });

  it('does not care about tests, and notices a file of dist that is gone', () => {
    put('core/a.ts', '1');
    build();
    put('core/a.test.ts', '1');
    expect(buildIsFresh(root)).toBe(true);
    rmSync(join(root, 'dist/service/cli.js'));
    expect(buildIsFresh(root)).toBe(false);
  });

  it('counts an unreadable record as no build', () => {
    put('dist/build.json', '{');
    expect(buildIsFresh(root)).toBe(false);
  });
});
