import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { JournalRecord } from './read-journal.ts';

/** What a power cut does to changes that were not synced. */
export type Survival =
  /** None of them is on the disk. */
  | 'synced_only'
  /** Any of them may be, in pieces of a sector. `unit` draws from [0, 1). */
  | { unit(): number };

const sectorBytes = 512;

type Change = { offset: number; data: Buffer } | { size: number };

/** Contents that grow at their end without being copied each time. */
class Content {
  #bytes: Buffer;
  #length: number;

  constructor(bytes: Buffer = Buffer.alloc(0)) {
    this.#bytes = bytes;
    this.#length = bytes.length;
  }

  change(change: Change): void {
    if ('size' in change) {
      this.#resize(change.size);
      return;
    }
    const end = change.offset + change.data.length;
    if (end > this.#length) this.#resize(end);
    change.data.copy(this.#bytes, change.offset);
  }

  #resize(length: number): void {
    if (length > this.#bytes.length) {
      const larger = Buffer.alloc(length * 2);
      this.#bytes.copy(larger, 0, 0, this.#length);
      this.#bytes = larger;
    }
    // What was cut off must not come back when the file grows again.
    if (length < this.#length) this.#bytes.fill(0, length, this.#length);
    this.#length = length;
  }

  get bytes(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  copy(): Content {
    return new Content(Buffer.from(this.bytes));
  }
}

/** The pieces of a write that a disk carries out whole. */
const sectorsOf = (change: Change): Change[] => {
  if ('size' in change) return [change];
  const pieces: Change[] = [];
  let from = 0;
  while (from < change.data.length) {
    const at = change.offset + from;
    const length = Math.min(sectorBytes - (at % sectorBytes), change.data.length - from);
    pieces.push({ offset: at, data: change.data.subarray(from, from + length) });
    from += length;
  }
  return pieces;
};

class DiskFile {
  readonly #synced = new Content();
  #pending: Change[] = [];

  change(change: Change): void {
    this.#pending.push(change);
  }

  sync(): void {
    for (const change of this.#pending) this.#synced.change(change);
    this.#pending = [];
  }

  after(survival: Survival): Buffer {
    if (survival === 'synced_only' || this.#pending.length === 0) return this.#synced.bytes;
    // Some cuts find nearly everything on its way still in memory, others nearly nothing.
    const share = survival.unit();
    const content = this.#synced.copy();
    for (const piece of this.#pending.flatMap(sectorsOf)) {
      if (survival.unit() < share) content.change(piece);
    }
    return content.bytes;
  }
}

type Entry = DiskFile | DiskFolder;
type Naming = { name: string; entry: Entry | undefined };

const apply = (names: Map<string, Entry>, { name, entry }: Naming): void => {
  if (entry === undefined) names.delete(name);
  else names.set(name, entry);
};

class DiskFolder {
  readonly #names = new Map<string, Entry>();
  readonly #synced = new Map<string, Entry>();
  #pending: Naming[][] = [];

  find(name: string): Entry | undefined {
    return this.#names.get(name);
  }

  /** Changes of names that happen together or not at all: both sides of a rename. */
  name(...together: Naming[]): void {
    for (const naming of together) apply(this.#names, naming);
    this.#pending.push(together);
  }

  sync(): void {
    for (const naming of this.#pending.flat()) apply(this.#synced, naming);
    this.#pending = [];
  }

  /** Names reach the disk in their order: file systems keep a log of them. */
  after(survival: Survival): Map<string, Entry> {
    if (survival === 'synced_only') return this.#synced;
    const names = new Map(this.#synced);
    const kept = Math.floor(survival.unit() * (this.#pending.length + 1));
    for (const naming of this.#pending.slice(0, kept).flat()) apply(names, naming);
    return names;
  }
}

/**
 * A disk that knows what a program has synced. A file's contents are safe after its own sync, a name after the sync of
 * the folder it stands in; nothing else is. Real file systems promise more, so what survives here survives there.
 */
export class Disk {
  readonly #root = new DiskFolder();
  readonly #files = new Map<bigint, DiskFile>();

  apply(record: JournalRecord): void {
    switch (record.kind) {
      case 'create': {
        const file = new DiskFile();
        this.#files.set(record.file, file);
        this.#rename([{ path: record.path, entry: file }]);
        break;
      }
      case 'write':
        this.#file(record.file).change({ offset: record.offset, data: record.data });
        break;
      case 'truncate':
        this.#file(record.file).change({ size: record.size });
        break;
      case 'sync':
        this.#file(record.file).sync();
        break;
      case 'sync_folder':
        this.#folder(record.path).sync();
        break;
      case 'rename': {
        const entry = this.#folder(dirname(record.path)).find(lastOf(record.path));
        if (entry === undefined) throw new Error(`${record.path} is renamed and was never made`);
        this.#rename([
          { path: record.path, entry: undefined },
          { path: record.target, entry },
        ]);
        break;
      }
      case 'mkdir':
        this.#rename([{ path: record.path, entry: new DiskFolder() }]);
        break;
      case 'unlink':
      case 'rmdir':
        this.#rename([{ path: record.path, entry: undefined }]);
        break;
      case 'mark':
        break;
    }
  }

  /** Writes the folder as it is after a power cut at this moment. */
  writeTo(target: string, survival: Survival): void {
    const write = (folder: DiskFolder, path: string): void => {
      mkdirSync(path, { recursive: true });
      for (const [name, entry] of folder.after(survival)) {
        if (entry instanceof DiskFolder) write(entry, join(path, name));
        else writeFileSync(join(path, name), entry.after(survival));
      }
    };
    write(this.#root, target);
  }

  #file(number: bigint): DiskFile {
    const file = this.#files.get(number);
    if (file === undefined) throw new Error(`file ${number} is used and was never made`);
    return file;
  }

  #folder(path: string): DiskFolder {
    let folder = this.#root;
    for (const name of path.split('/').filter((part) => part !== '' && part !== '.')) {
      const found = folder.find(name);
      if (!(found instanceof DiskFolder)) throw new Error(`${path} is used and was never made`);
      folder = found;
    }
    return folder;
  }

  /** Within one folder a rename is one change; between two, each has its own share of it. */
  #rename(namings: readonly { path: string; entry: Entry | undefined }[]): void {
    const byFolder = Map.groupBy(namings, ({ path }) => this.#folder(dirname(path)));
    for (const [folder, parts] of byFolder) {
      folder.name(...parts.map(({ path, entry }) => ({ name: lastOf(path), entry })));
    }
  }
}

const lastOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
