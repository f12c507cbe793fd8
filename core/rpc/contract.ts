import { z } from 'zod';

import type { Outcome } from './changes.ts';

export type Schema = z.ZodType;

export interface Query<I extends Schema = Schema, O extends Schema = Schema> {
  readonly kind: 'query';
  readonly input: I;
  readonly output: O;
  /** The kinds of things the answer depends on; `'*'` is stale after every change. */
  readonly reads: readonly string[];
  /** Runs in a worker on a read-only connection. */
  readonly heavy: boolean;
}

export interface Command<I extends Schema = Schema, O extends Schema = Schema> {
  readonly kind: 'command';
  readonly input: I;
  readonly output: O;
}

export interface Stream<I extends Schema = Schema, O extends Schema = Schema> {
  readonly kind: 'stream';
  readonly input: I;
  /** The schema of one item. */
  readonly output: O;
}

export type Procedure = Query | Command | Stream;

/** Procedures keyed `'feature.verb'`. */
export type Contract = Readonly<Record<string, Procedure>>;

export type ProcedureName<C> = keyof C & string;
type NameOfKind<C, Kind> = {
  [N in ProcedureName<C>]: C[N] extends { kind: Kind } ? N : never;
}[ProcedureName<C>];
export type QueryName<C> = NameOfKind<C, 'query'>;
export type CommandName<C> = NameOfKind<C, 'command'>;
export type StreamName<C> = NameOfKind<C, 'stream'>;

type InputSchema<P> = P extends { input: infer I extends Schema } ? I : never;
type OutputSchema<P> = P extends { output: infer O extends Schema } ? O : never;

type ParsedInput<P> = z.output<InputSchema<P>>;
type ProducedOutput<P> = z.input<OutputSchema<P>>;
type Eventually<T> = T | Promise<T>;

/**
 * The handler of one procedure, a function of its type alone: a query returns its output, a command an Outcome, a
 * stream an AsyncIterable.
 */
export type HandlerFor<P, Context> = (
  input: ParsedInput<P>,
  context: Context,
) => P extends { kind: 'stream' }
  ? AsyncIterable<ProducedOutput<P>>
  : P extends { kind: 'command' }
    ? Eventually<Outcome<ProducedOutput<P>>>
    : Eventually<ProducedOutput<P>>;

/** What a caller passes. */
export type InputOf<C, N extends ProcedureName<C>> = z.input<InputSchema<C[N]>>;
/** What a caller receives; of a stream, one item. */
export type OutputOf<C, N extends ProcedureName<C>> = z.output<OutputSchema<C[N]>>;
/** What a handler receives, after defaults and transforms of the schema. */
export type ParsedInputOf<C, N extends ProcedureName<C>> = ParsedInput<C[N]>;

/** A procedure that reads. `reads` names the kinds of things its answer depends on. */
export function query<I extends Schema, O extends Schema>(parts: {
  input: I;
  output: O;
  reads: readonly string[];
  heavy?: boolean;
}): Query<I, O> {
  return {
    kind: 'query',
    input: parts.input,
    output: parts.output,
    reads: parts.reads,
    heavy: parts.heavy ?? false,
  };
}

/** A procedure that writes. Its handler returns an `Outcome`. */
export function command<I extends Schema, O extends Schema>(parts: { input: I; output: O }): Command<I, O> {
  return { kind: 'command', input: parts.input, output: parts.output };
}

/** A procedure that answers with any number of items over time. */
export function stream<I extends Schema, O extends Schema>(parts: { input: I; output: O }): Stream<I, O> {
  return { kind: 'stream', input: parts.input, output: parts.output };
}

type Prefixed<F extends string, P> = { readonly [K in keyof P & string as `${F}.${K}`]: P[K] };
type UnionToIntersection<U> = (U extends unknown ? (member: U) => void : never) extends (all: infer I) => void
  ? I
  : never;
type Merged<T extends readonly Contract[]> = {
  readonly [K in keyof UnionToIntersection<T[number]>]: UnionToIntersection<T[number]>[K];
};

const namePattern = /^[a-z][a-zA-Z]*\.[a-z][a-zA-Z]*$/;

/**
 * The contract of one feature: `defineContract('study', { today: query(…) })` has the key `'study.today'`.
 * Throws on a name that is not `feature.verb` in camel case.
 */
export function defineContract<const F extends string, P extends Readonly<Record<string, Procedure>>>(
  feature: F,
  procedures: P,
): Prefixed<F, P> {
  const contract: Record<string, Procedure> = {};
  for (const [verb, procedure] of Object.entries(procedures)) {
    const name = `${feature}.${verb}`;
    if (!namePattern.test(name))
      throw new Error(`procedure name "${name}" is not feature.verb in camel case`);
    contract[name] = procedure;
  }
  // Checked border: the loop built exactly the keys that the mapped type names.
  return contract as Prefixed<F, P>;
}

/** One contract of all features. Throws when two of them define the same name. */
export function mergeContracts<const T extends readonly Contract[]>(contracts: T): Merged<T> {
  const merged: Record<string, Procedure> = {};
  for (const contract of contracts) {
    for (const [name, procedure] of Object.entries(contract)) {
      if (Object.hasOwn(merged, name)) throw new Error(`procedure "${name}" is defined twice`);
      merged[name] = procedure;
    }
  }
  // Checked border: the loop copied every key of every member and refused collisions.
  return merged as Merged<T>;
}

/**
 * A binary payload of at most `max` bytes, allowed anywhere in an input or output. Any view may be passed, a Node
 * Buffer too; what arrives is a Uint8Array with a buffer of its own, because transports copy a view that shares one.
 */
export function bytes(options: { max: number }): z.ZodType<Uint8Array<ArrayBuffer>, Uint8Array> {
  // Registered in place: what is derived from this schema inherits the description, `meta` would describe a copy.
  return z
    .custom<Uint8Array<ArrayBuffer>>((value) => value instanceof Uint8Array, 'expected bytes')
    .register(z.globalRegistry, {
      type: 'string',
      contentEncoding: 'base64',
      description: `at most ${options.max} bytes`,
    })
    .refine((value) => value.byteLength <= options.max, `more than ${options.max} bytes`);
}

/** One row of `describeContract`; schemas are JSON Schema, draft 2020-12. */
export interface ProcedureDescription {
  readonly kind: Procedure['kind'];
  readonly input: z.core.JSONSchema.BaseSchema;
  readonly output: z.core.JSONSchema.BaseSchema;
}

/**
 * The contract as plain JSON, sorted by name. Bytes are base64 strings. Throws on a schema that no transport can
 * carry (dates, maps, bigints).
 */
export function describeContract(contract: Contract): Record<string, ProcedureDescription> {
  const names = Object.keys(contract).sort();
  return Object.fromEntries(
    names.flatMap((name) => {
      const procedure = contract[name];
      if (procedure === undefined) return [];
      const { kind } = procedure;
      return [
        [
          name,
          { kind, input: describe(procedure.input, 'input'), output: describe(procedure.output, 'output') },
        ],
      ];
    }),
  );
}

function describe(schema: Schema, io: 'input' | 'output'): z.core.JSONSchema.BaseSchema {
  return z.toJSONSchema(schema, {
    io,
    unrepresentable: ({ zodSchema }) => {
      if (z.globalRegistry.get(zodSchema)?.['contentEncoding'] === 'base64') return 'any';
      // Nothing at all: no JSON value fits, the field or the whole input is left out.
      if (zodSchema._zod.def.type === 'undefined' || zodSchema._zod.def.type === 'void') return { not: {} };
      return 'throw';
    },
  });
}
