// Electron's own program, where it has been fetched. Runs on any Node from 18 on.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The binary in node_modules, or undefined. Nothing here fetches it: `npx install-electron` does.
 * @param {string} root
 */
export function electronBinary(root) {
  const folder = join(root, 'node_modules', 'electron');
  const named = join(folder, 'path.txt');
  if (!existsSync(named)) return undefined;
  const path = join(folder, 'dist', readFileSync(named, 'utf8'));
  return existsSync(path) ? path : undefined;
}

/** What only the browser host knows: without a window, or for a terminal. */
const HOST_ONLY = /^--(no-open|stay|choose|rollback-store|port|dev-url|browser-host)\b/;

/**
 * Whether a start with these arguments is for Electron's window.
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @param {NodeJS.Platform} platform
 */
export function wantsElectron(args, env, platform) {
  if (args.some((arg) => HOST_ONLY.test(arg))) return false;
  return platform !== 'linux' || Boolean(env.DISPLAY) || Boolean(env.WAYLAND_DISPLAY);
}

/**
 * Runs the shell until its window is closed; resolves with its exit code.
 * @param {string} binary
 * @param {string} root
 * @param {readonly string[]} args
 * @returns {Promise<number>}
 */
export function runElectron(binary, root, args) {
  // Chromium refuses its sandbox to root.
  const flags = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const child = spawn(binary, [...flags, root, ...args], { stdio: 'inherit' });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
