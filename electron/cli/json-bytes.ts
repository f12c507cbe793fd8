import { UsageError } from './usage-error.ts';

/** The parts of a JSON Schema that say where bytes stand; schemas come from describeContract. */
type JsonSchema = {
  readonly type?: unknown;
  readonly const?: unknown;
  readonly contentEncoding?: unknown;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly additionalProperties?: unknown;
  readonly items?: unknown;
  readonly prefixItems?: readonly unknown[];
  readonly anyOf?: readonly unknown[];
  readonly oneOf?: readonly unknown[];
  readonly allOf?: readonly unknown[];
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);

const schemaOf = (value: unknown): JsonSchema => (isRecord(value) ? value : {});

/** Whether a value is meant by this branch of a union, by its type, its literals and the names of its fields. */
const fits = (schema: JsonSchema, value: unknown): boolean => {
  if ('const' in schema) return schema.const === value;
  if (schema.type === 'object' || schema.properties !== undefined) {
    if (!isRecord(value)) return false;
    if ((schema.required ?? []).some((name) => !Object.hasOwn(value, name))) return false;
    return Object.entries(schema.properties ?? {}).every(
      ([name, part]) =>
        !Object.hasOwn(value, name) || !('const' in schemaOf(part)) || fits(schemaOf(part), value[name]),
    );
  }
  if (schema.type === 'array') return Array.isArray(value);
  return schema.type === undefined || schema.type === typeof value;
};

const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

const decode = (text: string, path: string): Uint8Array => {
  if (!base64.test(text))
    throw new UsageError(`The input has bytes at ${path}, and what stands there is not base64.`);
  return new Uint8Array(Buffer.from(text, 'base64'));
};

/**
 * The input that JSON stands for: base64 text becomes bytes where the schema has bytes, everything else stays. What
 * does not fit the schema is left for the service to refuse.
 */
export const bytesFromJson = (schema: unknown, value: unknown, path = 'its root'): unknown => {
  const here = schemaOf(schema);
  if (here.contentEncoding === 'base64') return typeof value === 'string' ? decode(value, path) : value;
  const branches = [...(here.anyOf ?? []), ...(here.oneOf ?? [])];
  const branch = branches.find((each) => fits(schemaOf(each), value));
  let result = branch === undefined ? value : bytesFromJson(branch, value, path);
  for (const part of here.allOf ?? []) result = bytesFromJson(part, result, path);
  const inside = (key: string | number): string => (path === 'its root' ? String(key) : `${path}.${key}`);
  if (Array.isArray(result)) {
    return result.map((item: unknown, index) =>
      bytesFromJson(here.prefixItems?.[index] ?? here.items, item, inside(index)),
    );
  }
  if (!isRecord(result)) return result;
  const entries = Object.entries(result).map(([name, item]) => {
    const part = here.properties?.[name] ?? here.additionalProperties;
    return [name, bytesFromJson(part, item, inside(name))] as const;
  });
  return Object.fromEntries(entries);
};

/** An output as JSON can say it: bytes become base64 text. */
export const bytesToJson = (value: unknown): unknown => {
  if (value instanceof Uint8Array)
    return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64');
  if (Array.isArray(value)) return value.map(bytesToJson);
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, bytesToJson(item)]));
};
