import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { writePage } from './test-host.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** The sources beside a build that is the test's own: main.ts looks for dist two folders above itself. */
export const checkoutIn = (folder: string, withPage = true): string => {
  for (const name of ['electron', 'core', 'ml', 'resources', 'node_modules', 'package.json']) {
    symlinkSync(join(root, name), join(folder, name));
  }
  mkdirSync(join(folder, 'dist'));
  if (withPage) writePage(join(folder, 'dist'));
  return folder;
};

export type HostProcess = {
  pid: number;
  /** Resolves with the launch address; undefined when the process ended without one. */
  address: Promise<{ address: string; ticket: string } | undefined>;
  /** Resolves when the process has ended. */
  end: Promise<{ code: number | null; stdout: string; stderr: string }>;
  kill(signal: NodeJS.Signals): void;
};

const launchLine = /^http:\/\/(127\.0\.0\.1:\d+)\/#ticket=([\w-]{43})$/m;

/** `npm start` without its wrapper: main.ts in a process of its own, which does not outlive the test. */
export const startProcess = (
  checkout: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): HostProcess => {
  const main = join(checkout, 'electron', 'browser-host', 'main.ts');
  const child = spawn(process.execPath, ['--preserve-symlinks', '--preserve-symlinks-main', main, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], HOME: checkout, ...env },
  });
  let stdout = '';
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const closed = once(child, 'close');
  const address = new Promise<{ address: string; ticket: string } | undefined>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
      const [, at, ticket] = launchLine.exec(stdout) ?? [];
      if (at !== undefined && ticket !== undefined) resolve({ address: at, ticket });
    });
    void closed.then(() => resolve(undefined));
  });
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await closed;
  });
  return {
    pid: child.pid ?? 0,
    address,
    end: closed.then(() => ({ code: child.exitCode, stdout, stderr })),
    kill: (signal) => void child.kill(signal),
  };
};
