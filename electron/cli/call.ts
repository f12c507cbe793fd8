import { contract, type AppContract } from '#core/contract.ts';
import { createClient, type Client } from '#core/rpc/client.ts';
import { describeContract, type ProcedureDescription, type Query, type Stream } from '#core/rpc/contract.ts';
import { RpcError } from '#core/rpc/errors.ts';
import type { Command } from './arguments.ts';
import { connect, type FindRunning } from './connect.ts';
import { followJob } from './follow-job.ts';
import { inputOf } from './input-of.ts';
import { bytesToJson } from './json-bytes.ts';
import type { Terminal } from './terminal.ts';

type CallCommand = Extract<Command, { kind: 'call' }>;

const deadlineMs = 120_000;

const describe = (name: string): ProcedureDescription => {
  const all = describeContract(contract);
  const found = Object.hasOwn(all, name) ? all[name] : undefined;
  if (found === undefined) throw new RpcError('unknown_procedure', { name });
  return found;
};

const print = (terminal: Terminal, value: unknown): void =>
  terminal.out(`${JSON.stringify(bytesToJson(value))}\n`);

const printItems = async (
  client: Client<AppContract>,
  name: string,
  input: unknown,
  terminal: Terminal,
): Promise<void> => {
  // Checked border: the contract says that this name is a stream's, the server checks the input.
  const streams = client as unknown as Client<Readonly<Record<string, Stream>>>;
  try {
    for await (const item of streams.stream(name, input, { signal: terminal.signal })) print(terminal, item);
  } catch (error) {
    // A stream that its reader leaves has answered.
    if (!terminal.signal.aborted) throw error;
  }
};

const jobOf = (output: unknown): string | undefined => {
  if (typeof output !== 'object' || output === null || !('job' in output)) return undefined;
  return typeof output.job === 'string' ? output.job : undefined;
};

const printAnswer = async (
  client: Client<AppContract>,
  { name, options }: CallCommand,
  kind: ProcedureDescription['kind'],
  input: unknown,
  terminal: Terminal,
): Promise<void> => {
  // Checked border: the contract says that this name is no stream's, the server checks the input.
  const calls = client as unknown as Client<Readonly<Record<string, Query>>>;
  // A command is not interrupted halfway: nobody would know of the job it has started. The job is cancelled then.
  const signal = kind === 'query' ? { signal: terminal.signal } : {};
  const output = await calls.call(name, input, { ...signal, deadlineMs });
  const job = kind === 'command' ? jobOf(output) : undefined;
  if (job === undefined || !options.wait) {
    print(terminal, output);
    return;
  }
  try {
    const { state, result } = await followJob(
      client,
      job,
      (view) => terminal.progress(view),
      terminal.signal,
    );
    print(terminal, { job, state, result });
  } finally {
    terminal.endProgress();
  }
};

/** Asks one procedure and prints its answer. Throws UsageError and RpcError. */
export const call = async (
  command: CallCommand,
  terminal: Terminal,
  findRunning: FindRunning,
): Promise<void> => {
  const { name, options } = command;
  const description = describe(name);
  const text = command.json === '-' ? await terminal.readInput() : command.json;
  const input = inputOf(name, description.input, text, terminal.cwd, command.fields);
  const asked = [name, text, ...Object.entries(command.fields).flat()].join('\0');
  const connection = await connect(options, asked, findRunning);
  const client = createClient<AppContract>(connection.transport);
  try {
    if (description.kind === 'stream') await printItems(client, name, input, terminal);
    else await printAnswer(client, command, description.kind, input, terminal);
  } finally {
    client.close();
    await connection.close();
  }
};
