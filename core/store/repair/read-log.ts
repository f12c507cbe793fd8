import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs';

/** What of a write-ahead log can be believed. */
export type FoundLog = {
  readonly pageSize: number;
  readonly highestPage: number;
  /** Whole frames that were committed. */
  readonly frames: number;
  /**
   * Frames that do not read as they were written, although later transactions lie behind them: each was on the disk before
   * the next one began, so no power cut explains it. SQLite would drop everything from the first of them on, in silence.
   */
  readonly damagedFrames: number;
  /** Pages that the log has only in frames that are damaged. */
  readonly lostPages: number;
  /** What the first page says of the store, where the log first and last has it; undefined: nowhere. */
  readonly heads: { readonly first: StoreHead; readonly last: StoreHead } | undefined;
  page(number: number): Buffer | undefined;
  /** Numbers of the pages it has. */
  pages(): Iterable<number>;
  close(): void;
};

/** What the first page of a store says of its time. `writer`: grows with each connection that writes, `schema`: with each VACUUM. */
export type StoreHead = { readonly writer: number; readonly pages: number; readonly schema: number };

export const headOf = (page: Buffer): StoreHead => ({
  writer: page.readUInt32BE(24),
  pages: page.readUInt32BE(28),
  schema: page.readUInt32BE(40),
});

const headerBytes = 32;
const frameHeaderBytes = 24;
const magics = new Set([0x377f0682, 0x377f0683]);

type Sums = [number, number];

/** The checksum of SQLite's log, over a whole number of pairs of 32-bit words. */
const checksum = (bytes: Buffer, from: number, to: number, isBig: boolean, seed: Sums): Sums => {
  let [a, b] = seed;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = from; at < to; at += 8) {
    a = (a + view.getUint32(at, !isBig) + b) >>> 0;
    b = (b + view.getUint32(at + 4, !isBig) + a) >>> 0;
  }
  return [a, b];
};

type Frame = { page: number; commit: number; isWhole: boolean; isOurs: boolean; head: StoreHead };

/** Frames one after the other. Each is judged by the sums its predecessor states, so a damaged one spoils no other. */
const readFrames = (fd: number, header: Buffer, pageSize: number): Frame[] => {
  const isBig = (header.readUInt32BE(0) & 1) === 1;
  const { size } = fstatSync(fd);
  const step = frameHeaderBytes + pageSize;
  const count = Math.floor((size - headerBytes) / step);
  const salts = header.subarray(16, 24);
  const frames: Frame[] = [];
  let stated: Sums = [header.readUInt32BE(24), header.readUInt32BE(28)];
  const bytes = Buffer.alloc(step);
  for (let index = 0; index < count; index += 1) {
    readSync(fd, bytes, 0, step, headerBytes + index * step);
    const sums = checksum(bytes, frameHeaderBytes, step, isBig, checksum(bytes, 0, 8, isBig, stated));
    stated = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
    frames.push({
      page: bytes.readUInt32BE(0),
      commit: bytes.readUInt32BE(4),
      isWhole: sums[0] === stated[0] && sums[1] === stated[1],
      isOurs: bytes.subarray(8, 16).equals(salts),
      head: headOf(bytes.subarray(frameHeaderBytes)),
    });
  }
  return frames;
};

/** The last frame of a transaction that was on the disk before its writer went on; -1: none. */
const lastCommit = (frames: readonly Frame[]): number =>
  frames.findLastIndex(({ commit, isWhole, isOurs }) => isWhole && isOurs && commit > 0);

/** Frames before this one were synced: another transaction begins behind the commit that follows them. */
const lastSynced = (frames: readonly Frame[]): number => {
  const last = lastCommit(frames);
  return frames.slice(0, Math.max(0, last)).findLastIndex(({ commit, isWhole }) => isWhole && commit > 0);
};

const headsIn = (frames: readonly Frame[]): FoundLog['heads'] => {
  const heads = frames
    .filter(({ page, isWhole, isOurs }) => page === 1 && isWhole && isOurs)
    .map(({ head }) => head);
  const [first] = heads;
  const last = heads.at(-1);
  return first === undefined || last === undefined ? undefined : { first, last };
};

/**
 * Reads the log beside a store without SQLite. Undefined where there is none, or nothing in it that was committed. What
 * SQLite itself would apply is what lies before the first damaged frame; this takes every whole frame up to the last commit.
 */
export const readLog = (file: string): FoundLog | undefined => {
  if (!existsSync(file)) return undefined;
  const fd = openSync(file, 'r');
  const header = Buffer.alloc(headerBytes);
  const read = readSync(fd, header, 0, headerBytes, 0);
  const pageSize = header.readUInt32BE(8);
  const isLog =
    read === headerBytes && magics.has(header.readUInt32BE(0)) && pageSize >= 512 && pageSize <= 65536;
  const frames = isLog ? readFrames(fd, header, pageSize) : [];
  const last = lastCommit(frames);
  if (last < 0) {
    closeSync(fd);
    return undefined;
  }
  const places = new Map<number, number>();
  const lost = new Set<number>();
  const synced = lastSynced(frames);
  let damagedFrames = 0;
  let whole = 0;
  for (const [index, frame] of frames.slice(0, last + 1).entries()) {
    if (frame.isWhole && frame.isOurs) {
      whole += 1;
      places.set(frame.page, headerBytes + index * (frameHeaderBytes + pageSize) + frameHeaderBytes);
      lost.delete(frame.page);
    } else if (index <= synced) {
      damagedFrames += 1;
      lost.add(frame.page);
    }
  }
  return {
    pageSize,
    highestPage: Math.max(...places.keys()),
    frames: whole,
    damagedFrames,
    lostPages: lost.size,
    heads: headsIn(frames.slice(0, last + 1)),
    page: (number) => {
      const place = places.get(number);
      if (place === undefined) return undefined;
      const page = Buffer.alloc(pageSize);
      readSync(fd, page, 0, pageSize, place);
      return page;
    },
    pages: () => places.keys(),
    close: () => closeSync(fd),
  };
};
