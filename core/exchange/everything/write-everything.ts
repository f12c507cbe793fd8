import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { syncFolder } from '../../store/blobs.ts';
import { openReader } from '../../store/open-store.ts';
import { schemaVersion } from '../../store/migrations/index.ts';
import type { Profile } from '../../store/profile.ts';
import { isSimulated } from '../../store/profiles/simulated-mark.ts';
import type { StatementDef } from '../../store/statements.ts';
import { archivedOldestFirst } from '../../twin/events/archived-events.ts';
import { EVERYTHING_FORMAT, EVERYTHING_VERSION } from './everything-schema.ts';
import { camel, toldColumns, toldValue } from './told-columns.ts';
import { toldTables } from './told-tables.ts';

export type EverythingOptions = {
  profile: Profile;
  /** The finished file; what lies there gives way only when it is complete. */
  file: string;
  now: number;
  zone: string;
  onProgress(step: string, done: number, total: number): void;
  signal: AbortSignal;
};

const rowsBetweenSteps = 2000;
const bufferedChars = 256 * 1024;

/** Text that goes to the disk in large pieces; never more than one of them is held. */
const pieceWriter = (fd: number) => {
  let held: string[] = [];
  let chars = 0;
  const flush = (): void => {
    const bytes = Buffer.from(held.join(''));
    for (let done = 0; done < bytes.length;) done += writeSync(fd, bytes, done);
    held = [];
    chars = 0;
  };
  const write = (text: string): void => {
    held.push(text);
    chars += text.length;
    if (chars >= bufferedChars) flush();
  };
  return { write, flush };
};

/**
 * Writes everything of a profile as one JSON file, a row a line, from one moment of the store; answers go on meanwhile.
 * One row is held at a time, and one month of archived events.
 */
export const writeEverything = (options: EverythingOptions): { rows: number; sizeBytes: number } => {
  const { profile, file, now, zone, onProgress, signal } = options;
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  // Beside its place: a rename works only within one file system.
  const partial = `${file}.part`;
  const { reader, connection, close } = openReader(profile);
  const fd = openSync(partial, 'w', 0o600);
  let isOpen = true;
  try {
    connection.exec('BEGIN');
    const out = pieceWriter(fd);
    let rows = 0;
    const row = (isFirst: boolean, value: unknown): void => {
      out.write(`${isFirst ? '' : ','}\n${JSON.stringify(value)}`);
      rows += 1;
      if (rows % rowsBetweenSteps !== 1) return;
      onProgress('export_everything', rows, 0);
      signal.throwIfAborted();
    };
    const head = {
      format: EVERYTHING_FORMAT,
      version: EVERYTHING_VERSION,
      storeVersion: schemaVersion,
      exportedAt: now,
      timeZone: zone,
      simulated: isSimulated(reader),
    };
    out.write(`${JSON.stringify(head).slice(0, -1)},"tables":{`);
    for (const [index, { name }] of toldTables.entries()) {
      let isFirst = true;
      out.write(`${index === 0 ? '' : ','}\n${JSON.stringify(camel(name))}:[`);
      const put = (value: unknown): void => {
        row(isFirst, value);
        isFirst = false;
      };
      if (name === 'behavioral_events') for (const event of archivedOldestFirst(reader)) put(event);
      const columns = toldColumns(connection, name);
      const selected = columns.map((column) => `${column.sql} AS ${column.name}`).join(', ');
      const all: StatementDef<Record<string, never>, Record<string, unknown>> = {
        name: `export.everything.${name}`,
        sql: `SELECT ${selected} FROM ${name} t`,
      };
      for (const found of reader.iterate(all, {}))
        put(Object.fromEntries(columns.map(({ name: key, as }) => [key, toldValue(as, found[key])])));
      out.write(']');
    }
    out.write('}}\n');
    out.flush();
    connection.exec('COMMIT');
    signal.throwIfAborted();
    fsyncSync(fd);
    closeSync(fd);
    isOpen = false;
    const sizeBytes = statSync(partial).size;
    renameSync(partial, file);
    syncFolder(dirname(file));
    return { rows, sizeBytes };
  } finally {
    if (isOpen) closeSync(fd);
    close();
    rmSync(partial, { force: true });
  }
};
