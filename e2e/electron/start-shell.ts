import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  chromium,
  expect,
  test as base,
  type Browser,
  type BrowserContext,
  type Page,
} from '@playwright/test';
import { browserFlags } from '#bench/browser.ts';
import { findChromium } from '#scripts/programs.ts';
import { gatherProblems } from '../support/desk.ts';
import { moment } from '../support/fill-profile.ts';
import '#renderer/transport/shell-bridge.ts';
import type { Acts } from './fake/control.ts';

const register = fileURLToPath(new URL('./fake/register.ts', import.meta.url));
/** The built shell; the campaign of mutants names a broken one. */
const built =
  process.env['AMERICANO_SHELL_MAIN'] ?? fileURLToPath(new URL('../../dist/shell/main.js', import.meta.url));

type Acted<A extends keyof Acts> = Awaited<ReturnType<Acts[A]>>;

/** The built shell in a process of its own, on the fake of Electron. */
export type Shell = {
  readonly process: ChildProcess;
  /** What the system or a person does to it. */
  act<A extends keyof Acts>(act: A, ...args: Parameters<Acts[A]>): Promise<Acted<A>>;
  /** Resolves with the code when the program has ended. */
  readonly ended: Promise<number>;
};

/**
 * `args`: of the command line, besides profile and clock; `main`: another build than the one that is there; `installed`: a
 * program that one user or an administrator installed, instead of a checkout.
 */
export type Start = { args?: readonly string[]; main?: string; installed?: 'for one' | 'for all' };

const installations = {
  'for one': {
    FAKE_ELECTRON_PACKAGED: '1',
    APPIMAGE: '/home/noor/Americano.AppImage',
    APPDIR: dirname(process.execPath),
  },
  'for all': { FAKE_ELECTRON_PACKAGED: '1' },
};

export type ShellDesk = {
  readonly profile: string;
  readonly files: string;
  start(how?: Start): Promise<Shell>;
  /** The page of the window that opens next, or is open. */
  page(): Promise<Page>;
  pages(): Page[];
  /** What went wrong in pages, and was not expected. */
  readonly problems: string[];
};

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address !== null ? address.port : 0;
};

const startShell = async (
  main: string,
  args: readonly string[],
  home: string,
  browser: string,
  installed: Start['installed'],
): Promise<Shell> => {
  const installation = installed === undefined ? {} : installations[installed];
  const child = fork(main, [...args], {
    execArgv: ['--import', register],
    env: { ...process.env, ...installation, XDG_DATA_HOME: home, FAKE_ELECTRON_BROWSER: browser },
    serialization: 'advanced',
  });
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  let last = 0;
  child.on('message', ({ id, value, error }: { id: number; value?: unknown; error?: string }) => {
    const waiter = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) waiter?.resolve(value);
    else waiter?.reject(new Error(error));
  });
  const ended = new Promise<number>((resolve) => child.once('exit', (code) => resolve(code ?? -1)));
  await once(child, 'spawn');
  return {
    process: child,
    ended,
    act: (act, ...given) =>
      new Promise((resolve, reject) => {
        last += 1;
        waiting.set(last, { resolve, reject });
        child.send({ id: last, act, args: given });
      }),
  };
};

const startBrowser = async (port: number): Promise<Browser> => {
  const executablePath = findChromium();
  return chromium.launch({
    args: [...browserFlags, `--remote-debugging-port=${port}`],
    ...(executablePath === undefined ? {} : { executablePath }),
  });
};

const setUp = async (): Promise<{ desk: ShellDesk; clear(): Promise<void> }> => {
  const folder = mkdtempSync(join(tmpdir(), 'americano-shell-'));
  const profile = join(folder, 'profiles', 'student');
  const port = await freePort();
  const launched = await startBrowser(port);
  const address = `http://127.0.0.1:${port}`;
  const browser = await chromium.connectOverCDP(address);
  const context = browser.contexts()[0] as BrowserContext;
  const shells: Shell[] = [];
  const problems: string[] = [];
  context.on('page', (page) => gatherProblems(page, problems));
  const start = async ({ args = [], main = built, installed }: Start = {}): Promise<Shell> => {
    const clock = ['--now', String(moment.now), '--zone', moment.zone];
    const given = ['--profile', profile, ...clock, ...args];
    const shell = await startShell(main, given, folder, address, installed);
    shells.push(shell);
    return shell;
  };
  const ourPages = (): Page[] => context.pages().filter((page) => page.url().startsWith('http://127.0.0.1'));
  const page = async (): Promise<Page> => {
    await expect.poll(() => ourPages().length).toBeGreaterThan(0);
    const [first] = ourPages();
    if (first === undefined) throw new Error('the window is gone again');
    return first;
  };
  return {
    desk: { profile, files: folder, start, page, pages: ourPages, problems },
    clear: async () => {
      for (const { process } of shells) if (process.exitCode === null) process.kill('SIGKILL');
      await Promise.all(shells.map(({ ended }) => ended));
      await browser.close();
      await launched.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

/** Tests with a machine of their own for the shell. */
export const test = base.extend<{ desk: ShellDesk }>({
  // Playwright reads the names of what a fixture needs from the pattern; this one needs nothing.
  // oxlint-disable-next-line no-empty-pattern
  desk: async ({}, provide) => {
    const { desk, clear } = await setUp();
    await provide(desk);
    await clear();
  },
});
