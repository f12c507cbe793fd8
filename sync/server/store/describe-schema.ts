import { sql } from 'kysely';
import type { Database } from './database.ts';

/** What the catalog says of our schema, a line for each thing, in words that are the same in every version of PostgreSQL. */
export async function describeSchema({ kysely }: Database): Promise<string[]> {
  const { rows } = await sql<{ line: string }>`
    select 'table ' || c.relname || case when c.relispartition then ' (partition)' else '' end
      || case when c.relrowsecurity and c.relforcerowsecurity then ', row-level security' else '' end as line
    from pg_class c where c.relnamespace = 'sync'::regnamespace and c.relkind in ('r', 'p')
    union all
    select 'column ' || c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
      || case when a.attnotnull then ' not null' else '' end
    from pg_attribute a join pg_class c on c.oid = a.attrelid
    where c.relnamespace = 'sync'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
      and a.attnum > 0 and not a.attisdropped
    union all
    select 'index ' || i.relname || case when x.indisunique then ' unique' else '' end
      || case when x.indisvalid then '' else ' INVALID' end
    from pg_index x join pg_class i on i.oid = x.indexrelid where i.relnamespace = 'sync'::regnamespace
    union all
    select 'constraint ' || c.relname || ' ' || pg_get_constraintdef(k.oid)
    from pg_constraint k join pg_class c on c.oid = k.conrelid
    where c.relnamespace = 'sync'::regnamespace and not c.relispartition and k.contype in ('c', 'f', 'p', 'u')
      and k.conparentid = 0
    union all
    select 'policy ' || p.polname || ' on ' || c.relname || ' ' || coalesce(pg_get_expr(p.polqual, p.polrelid), '')
    from pg_policy p join pg_class c on c.oid = p.polrelid where c.relnamespace = 'sync'::regnamespace
    union all
    select 'function ' || p.proname || ' ' || md5(p.prosrc) || case when p.prosecdef then ' as owner' else '' end
      || case when has_function_privilege('americano_sync', p.oid, 'execute') then ', for americano_sync' else '' end
    from pg_proc p where p.pronamespace = 'sync'::regnamespace
    union all
    select 'grant ' || c.relname || ' ' || right_name
    from pg_class c cross join unnest(array['select', 'insert', 'update', 'delete', 'truncate']) right_name
    where c.relnamespace = 'sync'::regnamespace and c.relkind in ('r', 'p')
      and has_table_privilege('americano_sync', c.oid, right_name)
    union all
    select 'role ' || rolname || case when rolsuper then ' SUPERUSER' else '' end
      || case when rolbypassrls then ' BYPASSRLS' else '' end
    from pg_roles where rolname = 'americano_sync'`.execute(kysely);
  return rows.map(({ line }) => line).toSorted();
}

/** Lines that are here and should not be, and that should be here and are not. */
export async function schemaDrift(database: Database, fresh: Database): Promise<string[]> {
  const [is, should] = [await describeSchema(database), await describeSchema(fresh)];
  return [
    ...should.filter((line) => !is.includes(line)).map((line) => `missing: ${line}`),
    ...is.filter((line) => !should.includes(line)).map((line) => `unexpected: ${line}`),
  ];
}
