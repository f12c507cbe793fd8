import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, type Page } from '@playwright/test';
import { startHostProcess, type HostProcess, type Moment } from './host-process.ts';

/** One person's machine: a profile folder, a place for files, and the services started on it. */
export type Desk = {
  readonly profile: string;
  /** A folder for packages and the like. */
  readonly files: string;
  start(moment?: Moment): Promise<HostProcess>;
};

/** A desk in a new folder, and what ends everything it started. */
export const setUpDesk = (): { desk: Desk; clear(): Promise<void> } => {
  const folder = mkdtempSync(join(tmpdir(), 'americano-e2e-'));
  const hosts: HostProcess[] = [];
  const profile = join(folder, 'profiles', 'student');
  const start = async (moment?: Moment): Promise<HostProcess> => {
    const host = await startHostProcess(profile, moment);
    hosts.push(host);
    return host;
  };
  return {
    desk: { profile, files: folder, start },
    clear: async () => {
      await Promise.all(hosts.map((host) => host.kill()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

/** Tests with a desk of their own, and with a list of what went wrong in the page, which must stay empty. */
export const test = base.extend<{ desk: Desk; problems: string[] }>({
  // Playwright reads the names of what a fixture needs from the pattern; this one needs nothing.
  // oxlint-disable-next-line no-empty-pattern
  desk: async ({}, provide) => {
    const { desk, clear } = setUpDesk();
    await provide(desk);
    await clear();
  },
  problems: async ({ page }, provide) => {
    const problems: string[] = [];
    gatherProblems(page, problems);
    await provide(problems);
  },
});

/** Errors of the page and refusals of its policies, as they are reported. */
export const gatherProblems = (page: Page, problems: string[]): void => {
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
};
