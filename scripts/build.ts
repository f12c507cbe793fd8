// npm run build: the production build of the page (dist/renderer) and of the Node programs (dist/service).
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { build } from 'vite';

import { mainBuild, pageBuild, preloadBuild, programs, serviceBuild } from './bundles.ts';
import { ROOT } from './node.mjs';
import { hashSources } from './sources.mjs';

/** One file of the page as the host serves it. */
export interface ServedFile {
  readonly bytes: number;
  readonly sha256: string;
}

const started = Date.now();
const quiet = process.argv.includes('--quiet');

// Built beside dist/ and moved there in one step, so that an interrupted build never looks like a finished one.
const next = join(ROOT, 'dist', `.next-${process.pid}`);
const sources = hashSources(ROOT);
removeAbandoned();
try {
  await Promise.all([
    buildPage(join(next, 'renderer')),
    buildService(join(next, 'service')),
    buildShell(join(next, 'shell')),
  ]);
  writeManifest();
  writeFileSync(
    join(next, 'build.json'),
    `${JSON.stringify({ sources, files: listFiles(next) }, undefined, 1)}\n`,
  );
  const report = sizes();
  publish();
  if (!quiet) process.stdout.write(report);
  process.stdout.write(`Built in ${((Date.now() - started) / 1000).toFixed(1)} s.\n`);
} finally {
  rmSync(next, { recursive: true, force: true });
}

async function buildPage(outDir: string): Promise<void> {
  mkdirSync(outDir, { recursive: true });
  if (!existsSync(join(ROOT, 'renderer', 'index.html'))) {
    process.stdout.write('Skipped for now: the page (renderer/index.html is not there).\n');
    return;
  }
  await build(pageBuild(ROOT, outDir));
}

async function buildService(outDir: string): Promise<void> {
  mkdirSync(outDir, { recursive: true });
  const { present, absent } = programs(ROOT);
  if (absent.length > 0) process.stdout.write(`Skipped for now: ${absent.join(', ')} (no source file).\n`);
  if (Object.keys(present).length > 0) await build(serviceBuild(ROOT, outDir));
  // The bundles are ES modules whatever folder the build is copied to.
  writeFileSync(join(outDir, 'package.json'), '{ "type": "module" }\n');
}

/** Main and preload of the Electron shell. */
async function buildShell(outDir: string): Promise<void> {
  mkdirSync(outDir, { recursive: true });
  await build(mainBuild(ROOT, outDir));
  await build(preloadBuild(ROOT, outDir));
  writeFileSync(join(outDir, 'package.json'), '{ "type": "module" }\n');
}

/** dist/renderer.json: every file of the page with its checksum. The host serves these files and no others. */
function writeManifest(): void {
  const files: Record<string, ServedFile> = {};
  for (const name of listFiles(join(next, 'renderer'))) {
    if (name === 'modules.json') continue;
    const content = readFileSync(join(next, 'renderer', name));
    files[name] = { bytes: content.length, sha256: createHash('sha256').update(content).digest('hex') };
  }
  writeFileSync(join(next, 'renderer.json'), `${JSON.stringify({ files }, undefined, 1)}\n`);
}

/** build.json vouches for the rest, so it goes first and comes back last. */
function publish(): void {
  const dist = join(ROOT, 'dist');
  rmSync(join(dist, 'build.json'), { force: true });
  for (const name of ['renderer', 'service', 'shell', 'renderer.json', 'build.json']) {
    rmSync(join(dist, name), { recursive: true, force: true });
    renameSync(join(next, name), join(dist, name));
  }
}

/** What a build left behind that was interrupted. */
function removeAbandoned(): void {
  const dist = join(ROOT, 'dist');
  if (!existsSync(dist)) return;
  for (const name of readdirSync(dist)) {
    const pid = /^\.next-(\d+)$/.exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid)))
      rmSync(join(dist, name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function sizes(): string {
  const rows = listFiles(next)
    .filter((name) => /^(renderer|service|shell)\/.*\.(js|cjs|css|html)$/.test(name))
    .map((name) => {
      const content = readFileSync(join(next, name));
      return `${kilobytes(content.length)} ${kilobytes(gzipSync(content).length)} gzip  ${name}\n`;
    });
  return rows.join('');
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1).padStart(9)} kB`;
}

/** Paths of all files below a folder, with forward slashes, in order. */
function listFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
    .sort();
}
