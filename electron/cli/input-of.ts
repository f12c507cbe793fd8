import { resolve } from 'node:path';
import { bytesFromJson } from './json-bytes.ts';
import { UsageError } from './usage-error.ts';

/** Procedures whose `path` names a file: the service that opens it may run in another folder. */
const withPath: ReadonlySet<string> = new Set([
  'exchange.stage',
  'exchange.export',
  'exchange.exportEverything',
  'backups.preview',
  'twin.importModel',
  'twin.exportModel',
]);

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether the schema of an input, or one of its branches, has a field of this name. */
const hasField = (schema: unknown, name: string): boolean => {
  if (!isRecord(schema)) return false;
  const { properties, anyOf, oneOf, allOf } = schema;
  if (isRecord(properties) && Object.hasOwn(properties, name)) return true;
  return [anyOf, oneOf, allOf].some(
    (branches) => Array.isArray(branches) && branches.some((branch: unknown) => hasField(branch, name)),
  );
};

/**
 * The input of a procedure from its JSON text, and from options that are fields of it. Throws UsageError for what is no
 * JSON, has no base64 where bytes stand, or for an option that is no field of the input.
 */
export const inputOf = (
  name: string,
  schema: unknown,
  text: string,
  cwd: string,
  fields: Readonly<Record<string, string>> = {},
): unknown => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`The input is not JSON: ${reason}.`, { cause: error });
  }
  for (const [field, given] of Object.entries(fields)) {
    if (!hasField(schema, field))
      throw new UsageError(`There is no option --${field} for ${name}: its input has no such field.`);
    if (!isRecord(value)) throw new UsageError(`The option --${field} needs an input that is an object.`);
    value = { ...value, [field]: given };
  }
  if (withPath.has(name) && isRecord(value) && typeof value['path'] === 'string') {
    value = { ...value, path: resolve(cwd, value['path']) };
  }
  return bytesFromJson(schema, value);
};
