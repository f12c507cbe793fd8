import { contract } from '#core/contract.ts';
import { describeContract } from '#core/rpc/contract.ts';
import { RpcError, toErrorData } from '#core/rpc/errors.ts';
import { parseCommand, usage, type Surroundings } from './arguments.ts';
import { call } from './call.ts';
import type { FindRunning } from './connect.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

/** Runs one command line and returns its exit code: 0 answered, 1 answered with an error, 2 not understood. */
export const runCli = async (
  args: readonly string[],
  terminal: Terminal,
  surroundings: Omit<Surroundings, 'cwd'>,
  findRunning: FindRunning,
): Promise<number> => {
  try {
    const command = parseCommand(args, { ...surroundings, cwd: terminal.cwd });
    if (command.kind === 'help') terminal.out(usage);
    else if (command.kind === 'procedures')
      terminal.out(`${JSON.stringify(describeContract(contract), null, 2)}\n`);
    else await call(command, terminal, findRunning);
    return 0;
  } catch (error) {
    if (error instanceof UsageError) {
      terminal.err(`${error.message}\n`);
      return 2;
    }
    const { kind, details } = toErrorData(error);
    // What no kind names is a defect of ours; here, unlike on a page, its message helps.
    const message =
      error instanceof RpcError ? {} : { message: error instanceof Error ? error.message : String(error) };
    terminal.err(`${JSON.stringify({ kind, details: { ...details, ...message } })}\n`);
    return 1;
  }
};
