import type Database from 'better-sqlite3';
import { isRecord, parseBoundedJson } from './bounded-json.ts';
import { boundedColumn, textValue } from './foreign-values.ts';
import type { PackageLimits } from './package-limits.ts';
import { PackageRefusedError } from './package-refused.ts';

/** One JSON column of `col` (schema 11 to 14), which maps ids to objects.
 * @throws PackageRefusedError `bad_field` */
export function readConfigJson(
  db: Database.Database,
  column: 'models' | 'decks' | 'dconf',
  limits: PackageLimits,
): Record<string, unknown> {
  const sql = `SELECT ${boundedColumn(column, limits.maxConfigBytes)} FROM col NOT INDEXED LIMIT 1`;
  const json = textValue(db.prepare(sql).pluck().get(), 'col', column);
  let value: unknown;
  try {
    value = parseBoundedJson(json, limits.maxJsonDepth);
  } catch (error) {
    throw new PackageRefusedError('bad_field', { table: 'col', column }, { cause: error });
  }
  if (isRecord(value)) return value;
  throw new PackageRefusedError('bad_field', { table: 'col', column });
}

/** @throws PackageRefusedError `bad_field` */
export function boundedName(name: string, column: string, limits: PackageLimits): string {
  if (Buffer.byteLength(name) <= limits.maxNameBytes) return name;
  throw new PackageRefusedError('bad_field', { table: 'col', column, limit: limits.maxNameBytes });
}
