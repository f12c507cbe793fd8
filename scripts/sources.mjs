// What a build is made from, as one hash: equal hash, equal build. Runs on any Node from 18 on.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDERS = ['core', 'electron', 'ml', 'renderer', 'resources'];
const FILES = ['package.json', 'package-lock.json', 'scripts/build.ts', 'scripts/bundles.ts'];

/** Tests never reach a build. */
const TEST = /\.(test|long)\.tsx?$/;

/**
 * @param {string} root
 * @returns {string} SHA-256 over names and contents, in hexadecimal
 */
export function hashSources(root) {
  const hash = createHash('sha256');
  for (const name of [...FOLDERS.flatMap((folder) => walk(root, folder)), ...FILES].sort()) {
    const path = join(root, name);
    if (!existsSync(path)) continue;
    const content = readFileSync(path);
    hash.update(`${name}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

/**
 * @param {string} root
 * @param {string} folder
 * @returns {string[]} paths with forward slashes, relative to root
 */
function walk(root, folder) {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const name = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return walk(root, name);
    return entry.isFile() && !TEST.test(name) ? [name] : [];
  });
}

/**
 * What `scripts/build.ts` wrote about its last build.
 * @param {string} root
 * @returns {{ sources: string, files: string[] } | undefined}
 */
function lastBuild(root) {
  const path = join(root, 'dist', 'build.json');
  if (!existsSync(path)) return undefined;
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

/**
 * Whether dist/ is complete and made from the sources as they are now.
 * @param {string} root
 */
export function buildIsFresh(root) {
  const build = lastBuild(root);
  if (!build || build.sources !== hashSources(root)) return false;
  return build.files.every((name) => existsSync(join(root, 'dist', name)));
}
