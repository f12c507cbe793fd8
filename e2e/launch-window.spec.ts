import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from '@playwright/test';
import { findChromium } from '#scripts/programs.ts';
import { countReviews } from './support/count-reviews.ts';
import { test } from './support/desk.ts';

const program = fileURLToPath(new URL('../dist/service/browser-host.js', import.meta.url));

/**
 * A `chromium` that writes down how it was started and what it was given, as another user of the machine could see it,
 * and becomes the real one, without a display.
 */
const writeBrowser = (folder: string, chromium: string): string => {
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  const file = join(bin, 'chromium');
  writeFileSync(
    file,
    `#!/bin/sh
for argument in "$@"; do
  case $argument in --app=file://*) page=\${argument#--app=file://} ;; esac
done
stat -c %a "$page" > '${folder}/mode'
cp "$page" '${folder}/page.html'
echo $$ > '${folder}/pid'
printf '%s\\n' "$@" > '${folder}/arguments.partial'
mv '${folder}/arguments.partial' '${folder}/arguments'
exec '${chromium}' --headless --disable-gpu '--log-net-log=${folder}/net.json' "$@"
`,
  );
  chmodSync(file, 0o755);
  return bin;
};

/** Ends the browser of `writeBrowser`, if it was started and has not ended yet. */
const endBrowser = (folder: string): void => {
  try {
    process.kill(Number(readFileSync(join(folder, 'pid'), 'utf8')), 'SIGTERM');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code !== 'ENOENT' && code !== 'ESRCH') throw error;
  }
};

type NetLogEvent = { type: number; params?: { host?: string; hostname?: string; address?: string } };

/** The log has the meaning of its numbers in its first line and an event in every other; the last may be cut off. */
const readNetLog = (text: string): { types: Record<string, number>; events: NetLogEvent[] } => {
  const [head = '', ...lines] = text.split('\n');
  const { constants } = JSON.parse(`${head.replace(/,$/, '')}}`) as {
    constants: { logEventTypes: Record<string, number> };
  };
  const events = lines.slice(0, -1).filter((line) => /^\{.*\},?$/.test(line));
  return {
    types: constants.logEventTypes,
    events: events.map((line) => JSON.parse(line.replace(/,$/, '')) as NetLogEvent),
  };
};

/** Where a browser went or meant to go beyond this machine: names it looked up, addresses it connected to by TCP. */
const outside = (netLog: string): string[] => {
  const { types: numbers, events } = readNetLog(netLog);
  const types = new Set(
    ['HOST_RESOLVER_MANAGER_JOB', 'DNS_TRANSACTION', 'TCP_CONNECT_ATTEMPT'].map((name) => {
      const type = numbers[name];
      if (type === undefined) throw new Error(`no ${name} in logs of this browser`);
      return type;
    }),
  );
  const places = events.flatMap(({ type, params }) =>
    types.has(type) ? [params?.host ?? params?.hostname ?? params?.address ?? ''] : [],
  );
  expect(places.some((place) => place.startsWith('127.0.0.1:'))).toBe(true);
  return [...new Set(places)].filter((place) => place !== '' && !place.startsWith('127.0.0.1:'));
};

const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

const launchFiles = (profile: string): string[] =>
  readdirSync(profile).filter((name) => name.startsWith('launch-'));

test('a start opens a window by a file only its owner reads, and ends after the window', async ({ desk }) => {
  test.skip(process.platform !== 'linux', 'the stand-in for the browser is a Linux shell script');
  const { files, profile } = desk;
  const chromium = findChromium();
  if (chromium === undefined) throw new Error('no browser');
  const path = `${writeBrowser(files, chromium)}${delimiter}${process.env['PATH'] ?? ''}`;
  const host = spawn(process.execPath, [program, '--profile', profile], {
    env: { ...process.env, PATH: path, DISPLAY: ':nowhere' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  host.stdout.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
  const ended = once(host, 'exit');
  try {
    await expect.poll(() => existsSync(join(files, 'arguments')), { timeout: 20_000 }).toBe(true);
    const ticket = /ticket=([\w-]{43})/.exec(readFileSync(join(files, 'page.html'), 'utf8'))?.[1];
    expect(ticket).toBeDefined();
    const args = readFileSync(join(files, 'arguments'), 'utf8').trim().split('\n');
    expect(readFileSync(join(files, 'mode'), 'utf8').trim()).toBe('600');
    expect(args.join(' ')).not.toContain(ticket);
    expect(args).toContain(`--user-data-dir=${join(profile, 'browser')}`);
    const isRoot = process.getuid?.() === 0;
    expect(args.includes('--no-sandbox')).toBe(isRoot);
    expect(said.includes('without its sandbox')).toBe(isRoot);
    // The address is for this window alone.
    expect(said).not.toContain('http://');

    // The real browser redeems the ticket: the file has done its work.
    await expect.poll(() => launchFiles(profile), { timeout: 20_000 }).toEqual([]);
    expect(statSync(join(profile, 'host.json')).mode & 0o777).toBe(0o600);
    expect(statSync(profile).mode & 0o777).toBe(0o700);
    // A terminal that comes and goes is no page, and ends nothing.
    expect(countReviews(profile)).toBe(0);
    expect(host.exitCode).toBeNull();

    endBrowser(files);
    expect(await ended).toEqual([0, null]);
    expect(existsSync(join(profile, 'host.json'))).toBe(false);
    const browser = Number(readFileSync(join(files, 'pid'), 'utf8'));
    await expect.poll(() => isRunning(browser)).toBe(false);
    // Updates, accounts, suggestions: nothing leaves the machine.
    expect(outside(readFileSync(join(files, 'net.json'), 'utf8'))).toEqual([]);
  } finally {
    if (host.exitCode === null) host.kill('SIGKILL');
    // It outlives the host that started it, so a test that failed half-way must end it too.
    endBrowser(files);
  }
});
