import type { FindRunning } from '../connect.ts';
import { runCli } from '../run-cli.ts';
import type { Terminal } from '../terminal.ts';

export type Ran = { code: number; out: string; err: string; progress: string[] };

/** Runs a command line in this process and says what a terminal would have shown. */
export const runInTest = async (
  args: readonly string[],
  parts: {
    cwd?: string;
    input?: string;
    env?: NodeJS.ProcessEnv;
    signal?: AbortSignal;
    findRunning?: FindRunning;
    onOut?(text: string): void;
  } = {},
): Promise<Ran> => {
  const ran: Ran = { code: -1, out: '', err: '', progress: [] };
  const terminal: Terminal = {
    cwd: parts.cwd ?? '/',
    signal: parts.signal ?? new AbortController().signal,
    out: (text) => {
      ran.out += text;
      parts.onOut?.(text);
    },
    err: (text) => {
      ran.err += text;
    },
    readInput: () => Promise.resolve(parts.input ?? ''),
    progress: (view) => ran.progress.push(view.state),
    endProgress: () => {},
  };
  const surroundings = { env: parts.env ?? {}, platform: 'linux' as const };
  ran.code = await runCli(
    args,
    terminal,
    surroundings,
    parts.findRunning ?? (() => Promise.resolve(undefined)),
  );
  return ran;
};
