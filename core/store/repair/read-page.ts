import { isUtf8 } from 'node:buffer';
import type { PageSource } from './page-source.ts';

export type Value = number | bigint | string | Buffer | null;
/** `rowid`: of a table that has one; in the others the key stands in the values. `overflow`: pages its end lies on. */
export type Row = { rowid: number | undefined; values: Value[]; overflow: number[] };

export const pageKinds = { indexInterior: 2, tableInterior: 5, indexLeaf: 10, tableLeaf: 13 } as const;
const known = new Set<number>(Object.values(pageKinds));

export type TreePage = {
  kind: number;
  /** Pages below, in order of their keys; the last is the right-most. */
  children: number[];
  rows: Row[];
  /** Cells that hold no row that can be read. */
  unreadable: number;
};

/** Longest row of ours: questions of a test (1 MB) and models (64 MB). */
const maxPayload = 80 * 2 ** 20;

type Varint = { value: number; next: number };

/** A variable-length integer. Beyond 2^53 its exact value means nothing here: no length and no key of ours is so large. */
const varint = (page: Buffer, at: number): Varint => {
  let value = 0;
  for (let index = 0; index < 9; index += 1) {
    const byte = page[at + index];
    if (byte === undefined) return { value: Number.NaN, next: at };
    if (index === 8) return { value: value * 256 + byte, next: at + 9 };
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) return { value, next: at + index + 1 };
  }
  return { value: Number.NaN, next: at };
};

const integerBytes = [0, 1, 2, 3, 4, 6, 8] as const;

const integer = (bytes: Buffer, at: number, length: number): number | bigint => {
  if (length <= 6) return bytes.readIntBE(at, length);
  const value = bytes.readBigInt64BE(at);
  return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value;
};

const bodyLength = (type: number): number => {
  if (type <= 6) return integerBytes[type] ?? 0;
  if (type === 7) return 8;
  return type < 12 ? 0 : Math.floor((type - 12) / 2);
};

const valueOf = (type: number, bytes: Buffer, at: number): Value | undefined => {
  if (type === 0) return null;
  if (type <= 6) return integer(bytes, at, bodyLength(type));
  if (type === 7) return bytes.readDoubleBE(at);
  if (type === 8 || type === 9) return type - 8;
  if (type < 12) return undefined;
  const body = bytes.subarray(at, at + bodyLength(type));
  if (type % 2 === 0) return Buffer.from(body);
  return isUtf8(body) ? body.toString('utf8') : undefined;
};

/** The values of a record; undefined where its parts do not add up, or a text is none. */
export const decodeRecord = (payload: Buffer): Value[] | undefined => {
  const { value: headerLength, next } = varint(payload, 0);
  if (!(headerLength >= next && headerLength <= payload.length)) return undefined;
  const values: Value[] = [];
  let at = next;
  let body = headerLength;
  while (at < headerLength) {
    const type = varint(payload, at);
    at = type.next;
    if (!(type.value >= 0) || at > headerLength || body + bodyLength(type.value) > payload.length)
      return undefined;
    const value = valueOf(type.value, payload, body);
    if (value === undefined) return undefined;
    values.push(value);
    body += bodyLength(type.value);
  }
  return body === payload.length ? values : undefined;
};

/** The part of a payload that lies in its cell. */
const localLength = (length: number, usable: number, isTable: boolean): number => {
  const most = isTable ? usable - 35 : Math.floor(((usable - 12) * 64) / 255) - 23;
  if (length <= most) return length;
  const least = Math.floor(((usable - 12) * 32) / 255) - 23;
  const rest = least + ((length - least) % (usable - 4));
  return rest <= most ? rest : least;
};

/** A payload with what of it lies on pages of its own; undefined where that chain is broken. */
const wholePayload = (
  source: PageSource,
  page: Buffer,
  at: number,
  length: number,
  isTable: boolean,
  overflow: number[],
): Buffer | undefined => {
  const usable = source.pageSize;
  if (!(length >= 0 && length <= maxPayload)) return undefined;
  const local = localLength(length, usable, isTable);
  if (at + local > usable) return undefined;
  if (local === length) return page.subarray(at, at + length);
  const parts = [page.subarray(at, at + local)];
  let missing = length - local;
  let next = at + local + 4 <= usable ? page.readUInt32BE(at + local) : 0;
  while (missing > 0) {
    const more = next === 0 ? undefined : source.page(next);
    if (more === undefined) return undefined;
    overflow.push(next);
    const part = more.subarray(4, Math.min(usable, 4 + missing));
    parts.push(part);
    missing -= part.length;
    next = more.readUInt32BE(0);
  }
  return Buffer.concat(parts);
};

const rowAt = (source: PageSource, page: Buffer, at: number, kind: number): Row | undefined => {
  const isTable = kind === pageKinds.tableLeaf;
  const start = kind === pageKinds.indexInterior ? at + 4 : at;
  const length = varint(page, start);
  const rowid = isTable ? varint(page, length.next) : { value: undefined, next: length.next };
  if (isTable && !(Number(rowid.value) >= 0 && Number.isSafeInteger(rowid.value))) return undefined;
  const overflow: number[] = [];
  const payload = wholePayload(source, page, rowid.next, length.value, isTable, overflow);
  const values = payload === undefined ? undefined : decodeRecord(payload);
  return values === undefined || values.length === 0 ? undefined : { rowid: rowid.value, values, overflow };
};

/** Reads a page of a tree cell by cell: what is damaged costs its own cell. Undefined for any other page. */
export const readTreePage = (source: PageSource, number: number, as?: number): TreePage | undefined => {
  const page = source.page(number);
  if (page === undefined) return undefined;
  const head = number === 1 ? 100 : 0;
  const kind = as ?? page[head] ?? 0;
  if (!known.has(kind)) return undefined;
  const isInterior = kind === pageKinds.indexInterior || kind === pageKinds.tableInterior;
  const first = head + (isInterior ? 12 : 8);
  const most = Math.floor((source.pageSize - first) / 2);
  const cells = Math.min(page.readUInt16BE(head + 3), most);
  const found: TreePage = { kind, children: [], rows: [], unreadable: 0 };
  for (let index = 0; index < cells; index += 1) {
    const at = page.readUInt16BE(first + index * 2);
    if (at < first || at + 4 > source.pageSize) {
      found.unreadable += 1;
      continue;
    }
    if (isInterior) found.children.push(page.readUInt32BE(at));
    if (kind === pageKinds.tableInterior) continue;
    const row = rowAt(source, page, at, kind);
    if (row === undefined) found.unreadable += 1;
    else found.rows.push(row);
  }
  if (isInterior) found.children.push(page.readUInt32BE(head + 8));
  return found;
};
