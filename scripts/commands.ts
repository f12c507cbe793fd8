// Runs other programs for the scripts: their output is kept until they end, then printed as one block.
import { spawn } from 'node:child_process';
import { join } from 'node:path';

import { ROOT } from './node.mjs';

export interface Check {
  readonly name: string;
  /** Resolves with the complaints, empty when all is well. */
  readonly run: () => Promise<string>;
}

export interface Result {
  readonly code: number;
  readonly output: string;
}

/** Runs a JavaScript program of an npm package under this Node, by its path below node_modules. */
export function runTool(script: string, args: readonly string[]): Promise<Result> {
  return run(process.execPath, [join(ROOT, 'node_modules', script), ...args]);
}

function run(command: string, args: readonly string[]): Promise<Result> {
  const child = spawn(command, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 1, output: Buffer.concat(chunks).toString('utf8') }));
  });
}

/** A check that is another program: its output counts as complaints when it fails. */
export function toolCheck(name: string, script: string, args: readonly string[]): Check {
  return {
    name,
    run: async () => {
      const { code, output } = await runTool(script, args);
      if (code === 0) return '';
      return output.trim() === '' ? `${name} ended with exit code ${code}` : output.trim();
    },
  };
}

/** Runs the checks, two at a time, and prints each one that complains. Returns the names of those. */
export async function runChecks(checks: readonly Check[]): Promise<string[]> {
  const waiting = [...checks];
  const failed: string[] = [];
  const lane = async (): Promise<void> => {
    for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
      const complaints = await check.run();
      if (complaints === '') continue;
      failed.push(check.name);
      process.stdout.write(`── ${check.name}\n${complaints}\n\n`);
    }
  };
  await Promise.all([lane(), lane()]);
  return failed;
}

/** Runs the checks and ends with one line; sets the exit code. */
export async function reportChecks(checks: readonly Check[]): Promise<void> {
  const failed = await runChecks(checks);
  const good = checks.filter((check) => !failed.includes(check.name)).map((check) => check.name);
  const parts = [
    good.length > 0 ? `${good.join(', ')} in order` : '',
    failed.length > 0 ? `failed: ${failed.join(', ')}` : '',
  ];
  process.stdout.write(`${parts.filter((part) => part !== '').join('; ')}\n`);
  process.exitCode = failed.length > 0 ? 1 : 0;
}
