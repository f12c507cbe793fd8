import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { FoundLog } from './read-log.ts';

/** The pages of a store as they lie on the disk, read one at a time and without SQLite, which refuses what is damaged. */
export type PageSource = {
  readonly pageSize: number;
  readonly pageCount: number;
  /** A page, from 1; undefined beyond the end of the file. What is cut off in the middle comes filled with zeros. */
  page(number: number): Buffer | undefined;
  close(): void;
};

const sqliteMagic = Buffer.from('SQLite format 3\0');
/** Every store of ours was made with pages of this size. */
const usualPageSize = 4096;

const isPageSize = (size: number): boolean => size >= 512 && size <= 65536 && (size & (size - 1)) === 0;

/** What the header of a file says of the size of its pages; undefined where it says nothing credible. */
const statedPageSize = (head: Buffer): number | undefined => {
  const stated = head.readUInt16BE(16);
  const size = stated === 1 ? 65536 : stated;
  return head.subarray(0, 16).equals(sqliteMagic) && isPageSize(size) ? size : undefined;
};

/** The pages of a file, with those of a log over them where one is given. */
export const openPages = (file: string, log?: FoundLog): PageSource => {
  const fd = openSync(file, 'r');
  const head = Buffer.alloc(100);
  readSync(fd, head, 0, head.length, 0);
  const pageSize = statedPageSize(head) ?? log?.pageSize ?? usualPageSize;
  const over = log !== undefined && log.pageSize === pageSize ? log : undefined;
  const inFile = Math.ceil(fstatSync(fd).size / pageSize);
  const pageCount = Math.max(inFile, over?.highestPage ?? 0);
  return {
    pageSize,
    pageCount,
    page: (number) => {
      const logged = over?.page(number);
      if (logged !== undefined) return logged;
      if (number < 1 || number > inFile) return undefined;
      const page = Buffer.alloc(pageSize);
      readSync(fd, page, 0, pageSize, (number - 1) * pageSize);
      return page;
    },
    close: () => {
      closeSync(fd);
      over?.close();
    },
  };
};
