/**
 * The kinds of tables (facts and derivations): entered, happened, generated once, derived, local. Every table is
 * declared by the migration that creates it; `verify` compares the file with this registry.
 */
export type TableKind = 'entered' | 'happened' | 'generated' | 'derived' | 'local';

/** How a table travels between devices once sync is on. */
export type SyncClass = 'cells' | 'events' | 'generated' | 'never';

export type TableSpec = {
  readonly name: string;
  readonly kind: TableKind;
  readonly sync: SyncClass;
  /** CREATE statements of the table, its indexes and its own views, run in order. */
  readonly sql: readonly string[];
};

export const table = (name: string, kind: TableKind, sync: SyncClass, ...sql: string[]): TableSpec => ({
  name,
  kind,
  sync,
  sql,
});

/** A log refuses UPDATE and DELETE unless the erase gate is open. */
export const appendOnlyTriggers = (name: string): string[] =>
  (['UPDATE', 'DELETE'] as const).map(
    (verb) => `CREATE TRIGGER ${name}_no_${verb.toLowerCase()} BEFORE ${verb} ON ${name}
      WHEN NOT EXISTS (SELECT 1 FROM erase_gate WHERE open = 1)
      BEGIN SELECT RAISE(ABORT, '${name} is append-only'); END`,
  );
