import { readFileSync } from 'node:fs';

/** One change, in the order it was made. A file is known by a number, which the system may give again after its end. */
export type JournalRecord =
  | { kind: 'create'; file: bigint; path: string }
  | { kind: 'write'; file: bigint; offset: number; data: Buffer }
  | { kind: 'truncate'; file: bigint; size: number }
  | { kind: 'sync'; file: bigint }
  | { kind: 'sync_folder'; path: string }
  | { kind: 'rename'; path: string; target: string }
  | { kind: 'unlink' | 'mkdir' | 'rmdir'; path: string }
  /** What the program acknowledged here. */
  | { kind: 'mark'; text: string };

type Header = { file: bigint; offset: number; path: string; target: string; data: Buffer };

// In the order of `enum kind` in journal.c, which counts from 1.
const readers: readonly ((header: Header) => JournalRecord)[] = [
  ({ file, path }) => ({ kind: 'create', file, path }),
  ({ file, offset, data }) => ({ kind: 'write', file, offset, data }),
  ({ file, offset }) => ({ kind: 'truncate', file, size: offset }),
  ({ file }) => ({ kind: 'sync', file }),
  ({ path }) => ({ kind: 'sync_folder', path }),
  ({ path, target }) => ({ kind: 'rename', path, target }),
  ({ path }) => ({ kind: 'unlink', path }),
  ({ path }) => ({ kind: 'mkdir', path }),
  ({ path }) => ({ kind: 'rmdir', path }),
  ({ data }) => ({ kind: 'mark', text: data.toString() }),
];

const headerBytes = 32;

/** Reads what journal.c wrote: for each record a header, path, target and data. */
export const readJournal = (file: string): JournalRecord[] => {
  const bytes = readFileSync(file);
  const records: JournalRecord[] = [];
  let at = 0;
  const take = (length: number): Buffer => bytes.subarray(at, (at += length));
  while (at < bytes.length) {
    const header = take(headerBytes);
    const reader = readers[header.readUInt32LE(0) - 1];
    if (reader === undefined) throw new Error(`no record of a journal at ${at - headerBytes}`);
    const path = take(header.readUInt32LE(4)).toString();
    const target = take(header.readUInt32LE(8)).toString();
    const data = take(header.readUInt32LE(12));
    records.push(
      reader({
        file: header.readBigUInt64LE(16),
        offset: Number(header.readBigUInt64LE(24)),
        path,
        target,
        data,
      }),
    );
  }
  return records;
};
