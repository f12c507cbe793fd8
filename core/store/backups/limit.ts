import { statfsSync } from 'node:fs';

/** Backups take no more than this share of what is free on their disk. */
const shareOfFree = 0.1;

/** Bytes that are free where a folder is. */
export const freeBytes = (folder: string): number => {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
};

export const limitBytes = (folder: string): number => Math.floor(freeBytes(folder) * shareOfFree);
