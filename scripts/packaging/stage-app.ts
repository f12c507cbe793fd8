// The folder that becomes the archive of an installer: what runs, and nothing else.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { ROOT } from '../node.mjs';

export type Target = { platform: 'linux' | 'darwin' | 'win32'; arch: 'x64' | 'arm64' };

/** Native packages: they stay packages, because native code cannot be bundled. */
const NATIVE = ['better-sqlite3', '@open-spaced-repetition/binding'];

/** Of a native package what runs on a target: its licence, its scripts and the one binary. */
const nativeFiles = (name: string, target: Target): readonly string[] =>
  name === 'better-sqlite3'
    ? ['LICENSE', 'package.json', 'lib', `prebuilds/${target.platform}-${target.arch}.node`]
    : ['LICENSE', 'package.json', 'dist'];

/** The package that carries the optimiser's binary. Not every platform has one here: then memory is not fitted there. */
export const optimiserBinary = ({ platform, arch }: Target): string => {
  const system = { linux: `linux-${arch}-gnu`, darwin: `darwin-${arch}`, win32: `win32-${arch}-msvc` }[
    platform
  ];
  return `@open-spaced-repetition/binding-${system}`;
};

const copy = (from: string, to: string): void => cpSync(from, to, { recursive: true, dereference: true });

/** Types and sources of libraries are for those who write programs. */
const isForDevelopers = (name: string): boolean => /\.(d\.[cm]?ts|map|md|[ch]pp?)$/i.test(name);

const removeForDevelopers = (folder: string): void => {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile() && isForDevelopers(entry.name)) rmSync(join(entry.parentPath, entry.name));
  }
};

/** Fills `folder`, which must not exist. Needs a build. */
export const stageApp = (folder: string, target: Target): void => {
  if (!existsSync(join(ROOT, 'dist', 'build.json'))) throw new Error('there is no build to package');
  mkdirSync(folder, { recursive: true });
  for (const name of ['shell', 'service', 'renderer', 'renderer.json'])
    copy(join(ROOT, 'dist', name), join(folder, 'dist', name));
  // Which source went into which file: for tests and budgets alone.
  for (const name of ['renderer/modules.json', 'service/graph.json', 'shell/graph.json'])
    rmSync(join(folder, 'dist', name));
  for (const name of ['resources', 'LICENSE', 'THIRD-PARTY-NOTICES'])
    copy(join(ROOT, name), join(folder, name));
  const packages = [...NATIVE, optimiserBinary(target)].filter((name) =>
    existsSync(join(ROOT, 'node_modules', name)),
  );
  for (const name of packages) {
    const from = join(ROOT, 'node_modules', name);
    const files = NATIVE.includes(name) ? nativeFiles(name, target) : readdirSync(from);
    for (const file of files) copy(join(from, file), join(folder, 'node_modules', name, file));
  }
  removeForDevelopers(join(folder, 'node_modules'));
  writePackageJson(folder, packages);
};

/** A manifest of its own: without scripts, and with the packages that are there. */
const writePackageJson = (folder: string, packages: readonly string[]): void => {
  const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Record<string, unknown>;
  const { name, version, description, license, type, main } = manifest;
  const dependencies = Object.fromEntries(
    packages.map((dependency) => {
      const text = readFileSync(join(ROOT, 'node_modules', dependency, 'package.json'), 'utf8');
      return [dependency, (JSON.parse(text) as { version: string }).version];
    }),
  );
  const staged = {
    name,
    productName: 'Americano',
    version,
    description,
    license,
    type,
    main,
    author: 'Americano',
    dependencies,
  };
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(staged, undefined, 2)}\n`);
};
