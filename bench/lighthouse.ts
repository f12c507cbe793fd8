import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { chromium } from '@playwright/test';
import { findChromium } from '#scripts/programs.ts';
import { quantile, rounded, type Bench, type BenchRow } from './bench.ts';
import { browserFlags, startHostProcess } from './browser.ts';
import { benchProfile } from './profile.ts';

const rounds = 5;
const debuggingPort = 9333;
const version = '13.5.0';

/** What is used of Lighthouse and of the puppeteer-core beside it. */
type Audit = { numericValue?: number };
type Report = {
  lhr: {
    categories: Record<string, { score: number | null } | undefined>;
    audits: Record<string, Audit | undefined>;
    runtimeError?: { code: string; message: string };
  };
};
type Lighthouse = (
  url: string,
  flags: Record<string, unknown>,
  config: unknown,
  page: unknown,
) => Promise<Report | undefined>;
type DebuggedPage = { url(): string };
type Puppeteer = {
  connect(options: {
    browserURL: string;
    defaultViewport: null;
  }): Promise<{ pages(): Promise<DebuggedPage[]>; disconnect(): Promise<void> }>;
};
type Tools = { lighthouse: Lighthouse; desktop: unknown; puppeteer: Puppeteer };

/**
 * Lighthouse brings 114 packages and 176 MB: too much for everyone who installs the program, so this bench fetches its
 * one exact version into a folder of the system's for temporary files, once.
 */
const fetchTools = async (): Promise<Tools> => {
  const folder = join(tmpdir(), `americano-lighthouse-${version}`);
  if (!existsSync(join(folder, 'node_modules', 'lighthouse'))) {
    await mkdir(folder, { recursive: true });
    console.error(`Fetching lighthouse ${version} into ${folder} …`);
    await promisify(execFile)('npm', [
      'install',
      '--prefix',
      folder,
      '--no-audit',
      '--no-fund',
      `lighthouse@${version}`,
    ]);
  }
  const require = createRequire(join(folder, 'package.json'));
  const load = async (name: string): Promise<{ default: unknown }> =>
    (await import(pathToFileURL(require.resolve(name)).href)) as { default: unknown };
  return {
    lighthouse: (await load('lighthouse')).default as Lighthouse,
    desktop: (await load('lighthouse/core/config/desktop-config.js')).default,
    puppeteer: (await load('puppeteer-core')).default as Puppeteer,
  };
};

type Run = { score: number; fcpMs: number; lcpMs: number; cls: number; tbtMs: number };

const runOnce = async (tools: Tools, url: string, page: DebuggedPage): Promise<Run> => {
  const flags = {
    port: debuggingPort,
    // The window's session lives in its storage: without it the page would be refused.
    disableStorageReset: true,
    onlyCategories: ['performance'],
    logLevel: 'error',
  };
  const report = await tools.lighthouse(url, flags, tools.desktop, page);
  if (report === undefined) throw new Error('Lighthouse gave no report');
  const { categories, audits, runtimeError } = report.lhr;
  if (runtimeError !== undefined) throw new Error(`${runtimeError.code}: ${runtimeError.message}`);
  const valueOf = (name: string): number => audits[name]?.numericValue ?? Number.NaN;
  return {
    score: (categories['performance']?.score ?? Number.NaN) * 100,
    fcpMs: valueOf('first-contentful-paint'),
    lcpMs: valueOf('largest-contentful-paint'),
    cls: valueOf('cumulative-layout-shift'),
    tbtMs: valueOf('total-blocking-time'),
  };
};

const medians = (what: string, runs: readonly Run[]): BenchRow => {
  const median = (of: (run: Run) => number): number => quantile(runs.map(of), 0.5);
  return {
    what,
    n: runs.length,
    score: rounded(median((run) => run.score)),
    'FCP ms': rounded(
      median((run) => run.fcpMs),
      0,
    ),
    'LCP ms': rounded(
      median((run) => run.lcpMs),
      0,
    ),
    CLS: rounded(
      median((run) => run.cls),
      3,
    ),
    'TBT ms': rounded(
      median((run) => run.tbtMs),
      0,
    ),
    bar: '≥ 95, FCP < 1000, LCP < 2000, CLS 0',
  };
};

/** Lighthouse's desktop run over the debugging port, on the window that is open: medians of five for Today and Study. */
export const lighthouseBench: Bench = async (options) => {
  const tools = await fetchTools();
  const { folder, remove } = await benchProfile(options);
  const executablePath = findChromium();
  const host = await startHostProcess(folder);
  const browser = await chromium.launch({
    args: [...browserFlags, `--remote-debugging-port=${debuggingPort}`],
    ...(executablePath === undefined ? {} : { executablePath }),
  });
  try {
    const window = await browser.newPage();
    await window.goto(host.address);
    await window.getByRole('heading', { name: /next seven days/i }).waitFor();
    const { origin } = new URL(window.url());
    const debugged = await tools.puppeteer.connect({
      browserURL: `http://127.0.0.1:${debuggingPort}`,
      defaultViewport: null,
    });
    const page = (await debugged.pages()).find((candidate) => candidate.url().startsWith(origin));
    if (page === undefined) throw new Error('the window is not among the pages of the debugging port');
    const rows: BenchRow[] = [];
    const screens = [
      { what: 'Today', path: '/#/', shows: window.getByRole('heading', { name: /next seven days/i }) },
      { what: 'Study', path: '/#/study', shows: window.getByRole('button', { name: /^show/i }) },
    ];
    for (const { what, path, shows } of screens) {
      const runs: Run[] = [];
      for (let round = 0; round < (options.rounds || rounds); round += 1) {
        runs.push(await runOnce(tools, `${origin}${path}`, page));
      }
      // What was measured is that screen with its data, and not a page that was refused.
      await shows.waitFor({ timeout: 10_000 });
      rows.push(medians(what, runs));
    }
    await debugged.disconnect();
    return rows;
  } finally {
    await browser.close();
    await host.stop();
    remove();
  }
};
