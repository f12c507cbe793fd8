// npm run analyze: sizes of the build against their budgets.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { isProgram, ROOT } from './node.mjs';

/** Kilobytes and megabytes of 1000: the stricter reading. */
const FIRST_LOAD_GZIP = 350_000;
const TOTAL = 10_000_000;

export interface Sizes {
  /** JavaScript the page needs before it shows anything, gzip. */
  readonly firstLoad: number;
  /** Everything in dist/. */
  readonly total: number;
}

/** What Vite says about one module of the page's build. */
interface BuiltModule {
  readonly file: string;
  readonly isEntry?: boolean;
  readonly imports?: readonly string[];
}

export function measure(dist: string): Sizes {
  const scripts = firstLoadScripts(dist);
  const firstLoad = [...scripts].reduce(
    (sum, name) => sum + gzipSync(readFileSync(join(dist, 'renderer', name))).length,
    0,
  );
  const files = readdirSync(dist, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const total = files.reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
  return { firstLoad, total };
}

/** Scripts of index.html, those it preloads, and all they import without import(). */
function firstLoadScripts(dist: string): Set<string> {
  const html = readFileSync(join(dist, 'renderer', 'index.html'), 'utf8');
  const named = [...html.matchAll(/(?:src|href)="\.\/([^"]+\.js)"/g)].map((match) => match[1] ?? '');
  const manifest = readFileSync(join(dist, 'renderer', 'modules.json'), 'utf8');
  const modules = JSON.parse(manifest) as Record<string, BuiltModule>;

  const scripts = new Set(named);
  const waiting = Object.values(modules).filter((module) => scripts.has(module.file));
  for (const module of waiting) {
    scripts.add(module.file);
    for (const name of module.imports ?? []) {
      const imported = modules[name];
      if (imported !== undefined && !waiting.includes(imported)) waiting.push(imported);
    }
  }
  return scripts;
}

/** One line for each budget that is exceeded. */
export function overBudget(sizes: Sizes): string[] {
  const lines: string[] = [];
  if (sizes.firstLoad > FIRST_LOAD_GZIP)
    lines.push(
      `first-load JavaScript is ${kilobytes(sizes.firstLoad)} gzip, over ${kilobytes(FIRST_LOAD_GZIP)}`,
    );
  if (sizes.total >= TOTAL)
    lines.push(`the build is ${kilobytes(sizes.total)}, not under ${kilobytes(TOTAL)}`);
  return lines;
}

function kilobytes(bytes: number): string {
  return `${Math.round(bytes / 1000)} kB`;
}

export function isBuilt(): boolean {
  return existsSync(join(ROOT, 'dist', 'build.json'));
}

function main(): number {
  if (!isBuilt()) {
    process.stderr.write('There is no build to measure: run npm run build first.\n');
    return 1;
  }
  const sizes = measure(join(ROOT, 'dist'));
  process.stdout.write(
    `first-load JavaScript  ${kilobytes(sizes.firstLoad).padStart(8)} gzip  (budget ${kilobytes(FIRST_LOAD_GZIP)})\n`,
  );
  process.stdout.write(
    `whole build            ${kilobytes(sizes.total).padStart(8)}       (budget ${kilobytes(TOTAL)})\n`,
  );
  const lines = overBudget(sizes);
  for (const line of lines) process.stdout.write(`${line}\n`);
  return lines.length > 0 ? 1 : 0;
}

if (isProgram(import.meta.url)) process.exitCode = main();
