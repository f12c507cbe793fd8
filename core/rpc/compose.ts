import type { Changes } from './changes.ts';
import type { Contract, HandlerFor, ProcedureName } from './contract.ts';

export type Caller = 'page' | 'cli' | 'worker' | 'test';

/** What a handler knows of the call beside its input. */
export interface CallContext {
  /** Aborted on cancel, deadline and lost connection, with the RpcError as its reason. */
  readonly signal: AbortSignal;
  readonly caller: Caller;
  /** Names this call in logs; unique while the server lives. */
  readonly requestId: string;
}

/** A handler for every procedure of a contract; those of a part of a contract fit the whole. */
export type Handlers<C> = { readonly [N in ProcedureName<C>]: HandlerFor<C[N], CallContext> };

/**
 * Joins the features' handlers. Throws when a procedure has no handler or two, when a handler has no procedure, and
 * when a query reads a kind of thing that is not in `kinds`: such a query would never be refreshed.
 */
export function composeHandlers<C extends Contract>(
  contract: C,
  parts: readonly Partial<Handlers<C>>[],
  kinds: readonly string[],
): Handlers<C> {
  const defects = unknownReads(contract, kinds);
  const joined: Record<string, unknown> = {};
  for (const part of parts) {
    for (const [name, handler] of Object.entries(part)) {
      if (Object.hasOwn(joined, name)) defects.push(`${name} has two handlers`);
      if (!Object.hasOwn(contract, name)) defects.push(`${name} has a handler but is in no contract`);
      joined[name] = handler;
    }
  }
  for (const name of Object.keys(contract)) {
    if (typeof joined[name] !== 'function') defects.push(`${name} has no handler`);
  }
  if (defects.length > 0) throw new Error(`contract and handlers disagree: ${defects.join('; ')}`);
  // Checked border: every procedure of the contract has exactly one handler of the part that declared its type.
  return joined as Handlers<C>;
}

function unknownReads(contract: Contract, kinds: readonly string[]): string[] {
  const known = new Set([...kinds, '*']);
  return Object.entries(contract).flatMap(([name, procedure]) => {
    if (procedure.kind !== 'query') return [];
    return procedure.reads
      .filter((kind) => !known.has(kind))
      .map((kind) => `${name} reads unknown kind "${kind}"`);
  });
}

/** Names of the queries whose answers `changes` made stale; `'*'` on either side matches everything. */
export function staleQueries(contract: Contract, changes: Changes): string[] {
  if (changes.length === 0) return [];
  const changed = new Set(changes);
  return Object.entries(contract).flatMap(([name, procedure]) => {
    if (procedure.kind !== 'query') return [];
    const stale = changed.has('*') || procedure.reads.some((kind) => kind === '*' || changed.has(kind));
    return stale ? [name] : [];
  });
}
