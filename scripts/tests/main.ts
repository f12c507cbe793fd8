// npm test and npm run test:long: everything that must always hold, or the campaigns, and one line that counts.
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { runChecks } from '../commands.ts';
import { staticChecks } from '../check.ts';
import { ROOT, runNode } from '../node.mjs';
import { findChromium, findCompiler, findElectron, findInPath } from '../programs.ts';
import { findPostgres } from '#sync/server/testing/private-postgres.ts';
import { buildIsFresh } from '../sources.mjs';
import { installSystemPackages } from './system-packages.ts';
import { addTallies, exitCode, readTally, summarise, type Tally, TALLY_FILE } from './tally.ts';

const long = process.argv.includes('--long');
const started = Date.now();
const notRun: string[] = [];
const tallies: Tally[] = [];

installSystemPackages();
const data = dataFolder();
const chromium = findChromium();
if (data === undefined) notRun.push(`tests on published data (no data folder: ${dataProblem()})`);
if (findCompiler() === undefined) {
  notRun.push('tests that compile a C library, durability among them (no C compiler: install gcc)');
}
if (chromium === undefined) {
  notRun.push(
    'tests in a browser (no Chromium, Chrome, Edge or Brave found: install one, or name it in AMERICANO_CHROMIUM)',
  );
}
if (findPostgres() === undefined) {
  notRun.push('the sync server on PostgreSQL (no PostgreSQL found: install postgresql; PGlite is tested)');
}
if (findInPath(['redis-server']) === undefined) {
  notRun.push('the sync server with Redis (no redis-server found: install redis-server)');
}

if (findElectron() === undefined) {
  notRun.push(
    'the shell under Electron itself (no binary in node_modules/electron; the built shell runs under a fake of it)',
  );
}

const built = await build();
if (!long) tallies.push(await checkStatically());
tallies.push(await runSuite('unit tests', 'node_modules/vitest/vitest.mjs', ['run', '--passWithNoTests']));
if (built && chromium !== undefined) {
  tallies.push(
    await runSuite('tests in a browser', 'node_modules/@playwright/test/cli.js', [
      'test',
      '--pass-with-no-tests',
    ]),
  );
} else if (!built) {
  notRun.push('tests in a browser (the build failed)');
}

const total = addTallies(tallies);
process.stdout.write(`\nTested for ${Math.round((Date.now() - started) / 1000)} s.\n`);
for (const line of summarise(total, notRun)) process.stdout.write(`${line}\n`);
process.exitCode = exitCode(total);

async function build(): Promise<boolean> {
  if (buildIsFresh(ROOT)) return true;
  process.stdout.write('Building …\n');
  const code = await runNode(join(ROOT, 'scripts', 'build.ts'), ['--quiet']);
  tallies.push({ passed: code === 0 ? 1 : 0, failed: code === 0 ? [] : ['npm run build'], skipped: [] });
  return code === 0;
}

async function checkStatically(): Promise<Tally> {
  const checks = staticChecks();
  const failed = await runChecks(checks);
  return {
    passed: checks.length - failed.length,
    failed: failed.map((name) => `npm run check: ${name}`),
    skipped: [],
  };
}

/** Runs a test runner with its output shown. A runner that fails without a failed test counts as one failure. */
async function runSuite(name: string, program: string, args: readonly string[]): Promise<Tally> {
  const folder = mkdtempSync(join(tmpdir(), 'americano-tests-'));
  const file = join(folder, 'tally.json');
  const env: NodeJS.ProcessEnv = { ...process.env, [TALLY_FILE]: file, AMERICANO_LONG: long ? '1' : '' };
  if (data === undefined) delete env.AMERICANO_DATA;
  else env.AMERICANO_DATA = data;
  if (chromium !== undefined) env.AMERICANO_CHROMIUM = chromium;
  try {
    const code = await runNode(join(ROOT, program), [...args], env);
    const tally = readTally(file) ?? { passed: 0, failed: [], skipped: [] };
    if (code === 0 || tally.failed.length > 0) return tally;
    return { ...tally, failed: [`${name}: the runner ended with exit code ${code}`] };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function dataFolder(): string | undefined {
  const folder = process.env.AMERICANO_DATA;
  if (folder === undefined || folder === '') return undefined;
  return statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true ? folder : undefined;
}

function dataProblem(): string {
  return process.env.AMERICANO_DATA ? 'AMERICANO_DATA names none' : 'AMERICANO_DATA is not set';
}
