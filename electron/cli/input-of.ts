import { resolve } from 'node:path';
import { bytesFromJson } from './json-bytes.ts';
import { UsageError } from './usage-error.ts';

/** Inputs that name a file: the service that reads it may run in another folder. */
const pathFields: Readonly<Record<string, string>> = { 'exchange.stage': 'path' };

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The input of a procedure from its JSON text. Throws UsageError for what is no JSON, or has no base64 where bytes stand. */
export const inputOf = (name: string, schema: unknown, text: string, cwd: string): unknown => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`The input is not JSON: ${reason}.`, { cause: error });
  }
  const field = pathFields[name];
  if (field !== undefined && isRecord(value) && typeof value[field] === 'string') {
    value = { ...value, [field]: resolve(cwd, value[field]) };
  }
  return bytesFromJson(schema, value);
};
