import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { existsSync } from 'node:fs';
import { freePort } from './private-postgres.ts';

/** A Redis of its own for a test: in memory, on a free port, ended with it. */
export interface PrivateRedis {
  readonly url: string;
  stop(): Promise<void>;
}

export function findRedis(): string | undefined {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, 'redis-server'))
    .find((file) => existsSync(file));
}

/** @param port the one it had before; else any that is free */
export async function startRedis(port?: number): Promise<PrivateRedis & { readonly port: number }> {
  const program = findRedis();
  if (program === undefined) throw new Error('no Redis found: install redis-server');
  const folder = mkdtempSync(join(tmpdir(), 'americano-redis-'));
  const at = port ?? (await freePort());
  const child = spawn(program, ['--port', String(at), '--bind', '127.0.0.1', '--save', '', '--dir', folder], {
    stdio: 'ignore',
  });
  const kill = (): boolean => child.kill('SIGKILL');
  process.once('exit', kill);
  while (!(await answers(at))) await new Promise((resolve) => setTimeout(resolve, 50));
  return {
    port: at,
    url: `redis://127.0.0.1:${at}`,
    stop: async () => {
      process.off('exit', kill);
      if (child.exitCode === null && child.signalCode === null) {
        const ended = once(child, 'exit');
        kill();
        await ended;
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
