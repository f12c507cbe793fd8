import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { SqlValue } from './statements.ts';

export type Row = Record<string, SqlValue>;

/** One reversible piece of a command. */
export type UndoStep =
  /** A row of an entered or local table: `before` null where the command made it, `after` null where it removed it. */
  | { kind: 'row'; table: string; key: Row; before: Row | null; after: Row | null }
  /** A row appended to a log: undone by a cell beside it, never removed. `owner` is the key its derivations hang on. */
  | { kind: 'log'; table: string; uid: Uint8Array; owner: number }
  /** A bulk operation that knows how to reverse itself (see Undoers). */
  | { kind: 'bulk'; name: string; data: Row };

type Encoded = string | number | null | { $: string };

const encodeValue = (value: SqlValue): Encoded => {
  if (value instanceof Uint8Array) return { $: Buffer.from(value).toString('base64') };
  if (typeof value === 'bigint') return Number(value);
  return value;
};
const decodeValue = (value: Encoded): SqlValue =>
  typeof value === 'object' && value !== null ? new Uint8Array(Buffer.from(value.$, 'base64')) : value;

const mapRow = <A, B>(row: Record<string, A>, change: (value: A) => B): Record<string, B> =>
  Object.fromEntries(Object.entries(row).map(([key, value]) => [key, change(value)]));

type EncodedStep = Record<string, unknown>;

const encodeStep = (step: UndoStep): EncodedStep => {
  if (step.kind === 'row') {
    return {
      ...step,
      key: mapRow(step.key, encodeValue),
      before: step.before && mapRow(step.before, encodeValue),
      after: step.after && mapRow(step.after, encodeValue),
    };
  }
  if (step.kind === 'log') return { ...step, uid: encodeValue(step.uid) };
  return { ...step, data: mapRow(step.data, encodeValue) };
};

const decodeRow = (row: unknown): Row => mapRow(row as Record<string, Encoded>, decodeValue);

const decodeStep = (step: EncodedStep): UndoStep => {
  // Checked border: the bytes come from encodeSteps of this program, in our own file.
  if (step['kind'] === 'row') {
    return {
      kind: 'row',
      table: String(step['table']),
      key: decodeRow(step['key']),
      before: step['before'] === null ? null : decodeRow(step['before']),
      after: step['after'] === null ? null : decodeRow(step['after']),
    };
  }
  if (step['kind'] === 'log') {
    const uid = decodeValue(step['uid'] as Encoded);
    if (!(uid instanceof Uint8Array)) throw new TypeError('an undo step without uid');
    return { kind: 'log', table: String(step['table']), uid, owner: Number(step['owner']) };
  }
  return { kind: 'bulk', name: String(step['name']), data: decodeRow(step['data']) };
};

const compressFrom = 1024;

/** First byte: 0 plain JSON, 1 deflated JSON. */
export const encodeSteps = (steps: readonly UndoStep[]): Uint8Array => {
  const json = Buffer.from(JSON.stringify(steps.map(encodeStep)));
  const body = json.length < compressFrom ? json : deflateRawSync(json);
  return Buffer.concat([Buffer.from([json.length < compressFrom ? 0 : 1]), body]);
};

export const decodeSteps = (bytes: Uint8Array): UndoStep[] => {
  const body = Buffer.from(bytes.subarray(1));
  const json = bytes[0] === 1 ? inflateRawSync(body) : body;
  return (JSON.parse(json.toString()) as EncodedStep[]).map(decodeStep);
};
