// What a test run counted; the reporters of both runners write it, scripts/tests/main.ts adds them up.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

export interface Skipped {
  readonly test: string;
  readonly reason: string;
}

export interface Tally {
  readonly passed: number;
  /** Names of what failed: tests, files that did not load, errors outside a test. */
  readonly failed: readonly string[];
  readonly skipped: readonly Skipped[];
}

/** Names the file a reporter writes to; a run without it (somebody's own `vitest run`) writes nothing. */
export const TALLY_FILE = 'AMERICANO_TALLY';

export const NO_REASON = 'no reason given';

export function writeTally(tally: Tally): void {
  const file = process.env[TALLY_FILE];
  if (file !== undefined) writeFileSync(file, JSON.stringify(tally));
}

/** `undefined` when the runner ended before it could count. */
export function readTally(file: string): Tally | undefined {
  if (!existsSync(file)) return undefined;
  return JSON.parse(readFileSync(file, 'utf8')) as Tally;
}

export function addTallies(tallies: readonly Tally[]): Tally {
  return {
    passed: tallies.reduce((sum, tally) => sum + tally.passed, 0),
    failed: tallies.flatMap((tally) => tally.failed),
    skipped: tallies.flatMap((tally) => tally.skipped),
  };
}

/** The last lines of `npm test`: what failed, what was skipped and why, what did not run, and the count. */
export function summarise(tally: Tally, notRun: readonly string[]): string[] {
  const byReason = Map.groupBy(tally.skipped, (skipped) => skipped.reason);
  return [
    ...tally.failed.map((name) => `failed: ${name}`),
    ...[...byReason].map(([reason, tests]) => `skipped: ${listTests(tests)} (${reason})`),
    ...notRun.map((line) => `not run: ${line}`),
    `${tally.passed} passed, ${tally.failed.length} failed, ${tally.skipped.length} skipped`,
  ];
}

function listTests(tests: readonly Skipped[]): string {
  const first = tests[0]?.test ?? '';
  return tests.length === 1 ? first : `${tests.length} tests, first ${first}`;
}

/** No failure counts as success only when something passed. */
export function exitCode(tally: Tally): number {
  return tally.failed.length === 0 && tally.passed > 0 ? 0 : 1;
}
