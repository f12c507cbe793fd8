import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { historyEnd, zone } from './profile.ts';

const host = fileURLToPath(new URL('../dist/service/browser-host.js', import.meta.url));

export type RunningHost = { address: string; stop(): Promise<void> };

/** Starts the built browser host on a profile and waits for its one-time address. */
export const startHostProcess = async (profile: string): Promise<RunningHost> => {
  if (!existsSync(host)) throw new Error('run npm run build first');
  const args = [
    host,
    '--no-open',
    '--stay',
    '--profile',
    profile,
    '--now',
    String(historyEnd),
    '--zone',
    zone,
  ];
  const child: ChildProcess = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  if (child.stdout === null) throw new Error('no output of the host');
  for await (const line of createInterface({ input: child.stdout })) {
    if (!line.startsWith('http://')) continue;
    return {
      address: line,
      stop: async () => {
        child.kill('SIGTERM');
        if (child.exitCode === null) await once(child, 'exit');
      },
    };
  }
  throw new Error('the host ended without an address');
};

/** Chromium as the tests start it: quiet, and without its sandbox only for root. */
export const browserFlags = [
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-quic',
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
];
