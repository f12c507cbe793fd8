import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../dist/service/browser-host.js', import.meta.url));

/** Where a service believes to be in time; left out, it uses the machine's clock and zone. */
export type Moment = { now: number; zone: string };

/** A service with its browser host, in a process of its own. */
export type HostProcess = {
  /** With the one-time ticket. */
  readonly address: string;
  readonly origin: string;
  /** SIGKILL: nothing of the program gets to say a word. Resolves when the process is gone. */
  kill(): Promise<void>;
  /** SIGTERM, as a person ends it. */
  stop(): Promise<void>;
};

/** Starts the built browser host on a profile and waits for the address it prints. */
export const startHostProcess = async (profile: string, moment?: Moment): Promise<HostProcess> => {
  if (!existsSync(program)) throw new Error('There is no build: npm run build comes first.');
  const time = moment === undefined ? [] : ['--now', String(moment.now), '--zone', moment.zone];
  const child = spawn(process.execPath, [program, '--no-open', '--stay', '--profile', profile, ...time], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const address = await printedAddress(child);
  const end = async (signal: 'SIGKILL' | 'SIGTERM'): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  };
  return {
    address,
    origin: new URL(address).origin,
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
  };
};

const printedAddress = async (child: ChildProcess): Promise<string> => {
  if (child.stdout === null) throw new Error('The output of the host is not a pipe.');
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.startsWith('http://')) return line;
  }
  throw new Error('The host ended without an address.');
};
