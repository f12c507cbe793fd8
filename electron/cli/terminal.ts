import { text } from 'node:stream/consumers';
import type { JobView } from '#core/jobs/jobs.ts';
import { typedIn } from './typed-in.ts';

/** What a command may do with the terminal it was typed in. */
export type Terminal = {
  /** The folder it was typed in. */
  readonly cwd: string;
  /** Aborted when the person interrupts, or nobody reads the output any more. */
  readonly signal: AbortSignal;
  out(text: string): void;
  err(text: string): void;
  /** Everything on standard input. */
  readInput(): Promise<string>;
  /** Shows how far a job is, where a person looks. */
  progress(view: JobView): void;
  endProgress(): void;
};

const clearLine = '\r\u001B[K';

/** The terminal of this process. */
export const processTerminal = (): Terminal => {
  const abort = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, () => abort.abort());
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    abort.abort();
  });
  const shows = process.stderr.isTTY;
  return {
    cwd: typedIn('cli', process.env, process.cwd()),
    signal: abort.signal,
    out: (line) => process.stdout.write(line),
    err: (line) => process.stderr.write(line),
    readInput: () => text(process.stdin),
    progress: ({ step, done, total }) => {
      if (shows) process.stderr.write(`${clearLine}${step} ${total > 0 ? `${done} of ${total}` : ''}`);
    },
    endProgress: () => {
      if (shows) process.stderr.write(clearLine);
    },
  };
};
