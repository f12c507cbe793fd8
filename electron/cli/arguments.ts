import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { defaultProfileFolder } from '#core/store/profile.ts';
import { UsageError } from './usage-error.ts';

export const usage = `Usage: npm run --silent cli -- procedures
       npm run --silent cli -- [options] call FEATURE.VERB [JSON]

procedures  prints every procedure with the JSON Schema of its input and output.
call        asks one of them and prints its answer as one line of JSON; of a stream, a line for each item.
            JSON is the input ({} when left out), - reads it from standard input. Bytes are base64 text.
            Of a command that starts a job the end of the job is printed.

--profile DIR  the folder of the profile; the default one when left out
--now TIME     the instant of the call: epoch milliseconds or ISO 8601 with its offset
--zone ZONE    the IANA time zone, such as Europe/Berlin
--seed N       a whole number from which new ids are made
--format NAME, --path FILE, --model UID
               the same as these fields of the input, where it has them
--no-wait      print {"job":…} at once, where a running service goes on with the job

Exit code: 0 answered, 1 answered with an error (JSON on standard error), 2 not understood (a sentence there).
`;

export type CallOptions = {
  /** Absolute path of the profile's folder. */
  profile: string;
  /** UTC epoch milliseconds. */
  now: number | undefined;
  zone: string | undefined;
  seed: number | undefined;
  wait: boolean;
};

export type Command =
  | { kind: 'help' }
  | { kind: 'procedures' }
  | {
      kind: 'call';
      name: string;
      json: string;
      /** Fields of the input that were given as options. */
      fields: Readonly<Record<string, string>>;
      options: CallOptions;
    };

/** Where a command line is read: paths are relative to `cwd`. */
export type Surroundings = { env: NodeJS.ProcessEnv; platform: NodeJS.Platform; cwd: string };

type OptionTypes = Record<string, { type: 'string' | 'boolean' }>;
type Values = ReturnType<typeof parseArgs>['values'];

/** Options by name and the rest in order. Throws UsageError for an option that is not in `types` or lacks its value. */
export const splitArguments = (
  args: readonly string[],
  types: OptionTypes,
): { values: Values; rest: string[] } => {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: types,
    strict: false,
    allowPositionals: true,
  });
  for (const [name, value] of Object.entries(values)) {
    const type = types[name]?.type;
    if (type === undefined) throw new UsageError(`There is no option --${name}.`);
    if (type === 'string' && typeof value !== 'string')
      throw new UsageError(`The option --${name} needs a value.`);
    if (type === 'boolean' && value !== true) throw new UsageError(`The option --${name} takes no value.`);
  }
  return { values, rest: positionals };
};

const textOf = (values: Values, name: string): string | undefined => {
  const value = values[name];
  return typeof value === 'string' ? value : undefined;
};

/** Fields of inputs that a person types more easily as options. */
const fieldOptions = ['format', 'path', 'model'] as const;

const fieldsOf = (values: Values): Record<string, string> =>
  Object.fromEntries(
    fieldOptions.flatMap((name) => {
      const value = textOf(values, name);
      return value === undefined ? [] : [[name, value]];
    }),
  );

const lastInstant = 253_402_300_799_999;
const isoInstant = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d))?$/;

const instantOf = (text: string | undefined): number | undefined => {
  if (text === undefined) return undefined;
  const at = /^\d{1,15}$/.test(text) ? Number(text) : isoInstant.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isFinite(at) && at >= 0 && at <= lastInstant) return at;
  throw new UsageError(
    `--now takes epoch milliseconds or an instant such as 2026-03-01T08:00:00Z, with its offset; "${text}" is neither.`,
  );
};

const zoneOf = (zone: string | undefined): string | undefined => {
  if (zone === undefined) return undefined;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    throw new UsageError(
      `"${zone}" is no time zone this system knows; --zone takes a name such as Europe/Berlin.`,
    );
  }
};

const seedOf = (text: string | undefined): number | undefined => {
  if (text === undefined) return undefined;
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new UsageError(`--seed takes a whole number; "${text}" is none.`);
};

/** The folder that --profile names, or the default one. Throws UsageError when something else stands there. */
export const profileFolder = (values: Values, { env, platform, cwd }: Surroundings): string => {
  const given = textOf(values, 'profile');
  if (given === '') throw new UsageError('The option --profile needs a folder.');
  const folder = given === undefined ? defaultProfileFolder(env, platform) : resolve(cwd, given);
  const found = statSync(folder, { throwIfNoEntry: false });
  if (found !== undefined && !found.isDirectory())
    throw new UsageError(`${folder} is no folder, so it is no profile.`);
  return folder;
};

const noneLeft = (rest: readonly string[], after: string): void => {
  const [extra] = rest;
  if (extra !== undefined) throw new UsageError(`Nothing may follow ${after}, but there is "${extra}".`);
};

/** The command that `args` ask for. Throws UsageError with a sentence for everything that is not understood. */
export const parseCommand = (args: readonly string[], surroundings: Surroundings): Command => {
  const { values, rest } = splitArguments(args, {
    profile: { type: 'string' },
    now: { type: 'string' },
    zone: { type: 'string' },
    seed: { type: 'string' },
    ...Object.fromEntries(fieldOptions.map((name) => [name, { type: 'string' as const }])),
    'no-wait': { type: 'boolean' },
    help: { type: 'boolean' },
  });
  const [verb, name, json, ...extra] = rest;
  if (values['help'] === true || verb === 'help') return { kind: 'help' };
  if (verb === undefined) throw new UsageError('Say what to do: procedures, or call with the name of one.');
  const [field] = Object.keys(fieldsOf(values));
  if (verb !== 'call' && field !== undefined) throw new UsageError(`The option --${field} goes with call.`);
  if (verb === 'procedures') {
    noneLeft(rest.slice(1), 'procedures');
    return { kind: 'procedures' };
  }
  if (verb !== 'call') throw new UsageError(`There is no command "${verb}", only procedures and call.`);
  if (name === undefined) throw new UsageError('Say which procedure to call, for example call study.today.');
  noneLeft(extra, 'the input');
  const options: CallOptions = {
    profile: profileFolder(values, surroundings),
    now: instantOf(textOf(values, 'now')),
    zone: zoneOf(textOf(values, 'zone')),
    seed: seedOf(textOf(values, 'seed')),
    wait: values['no-wait'] !== true,
  };
  return { kind: 'call', name, json: json ?? '{}', fields: fieldsOf(values), options };
};
