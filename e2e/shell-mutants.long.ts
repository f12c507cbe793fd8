import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import { writeMutant } from './electron/mutants.ts';
import { scenarioMutants } from './electron/scenario-mutants.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const playwright = join(root, 'node_modules', '@playwright', 'test', 'cli.js');

/** Every scenario of the shell fails when what it is about is broken: each is run on a shell that is. */
for (const { scenario, ...change } of scenarioMutants) {
  test(`“${scenario}” fails on a shell without it`, () => {
    const folder = mkdtempSync(join(tmpdir(), 'americano-mutant-'));
    try {
      const env = { ...process.env, AMERICANO_LONG: '', AMERICANO_SHELL_MAIN: writeMutant(folder, change) };
      const specs = ['e2e/shell-life.spec.ts', 'e2e/shell-updates.spec.ts'];
      const args = [playwright, 'test', ...specs, '-g', scenario, '--reporter', 'line'];
      const { status, stdout } = spawnSync(process.execPath, args, {
        cwd: root,
        env,
        encoding: 'utf8',
        timeout: 240_000,
      });
      expect(stdout).toMatch(/\b1 failed\b/);
      expect(status).toBe(1);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
}
