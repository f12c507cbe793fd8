import { existsSync, statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { RpcError } from '#core/rpc/errors.ts';
import { asStoreError } from '#core/store/sqlite-errors.ts';
import { PageNotBuilt } from '../page/page-files.ts';

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : '';

const unwritable = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'ENOENT']);

/** What a person at a terminal is told when the service does not start. */
export const startFailure = (cause: unknown, folder: string): string => {
  if (cause instanceof PageNotBuilt)
    return 'The page has not been built. Run "npm run build" and start again.';
  const error = asStoreError(cause);
  const kind = error instanceof RpcError ? error.kind : undefined;
  const code = codeOf(error);
  if (kind === 'locked')
    return `Another program has the profile in ${folder} open and does not answer. End it, or choose another profile with --profile.`;
  if (kind === 'newer_store')
    return `The profile in ${folder} was written by a newer Americano and was left untouched. Update Americano, or choose another profile with --profile.`;
  if (kind === 'damaged')
    return `The store in ${folder} is damaged. "npm run verify -- --profile ${folder}" says how; docs/troubleshooting.md says what to do.`;
  if (kind === 'disk_full' || code === 'ENOSPC' || code === 'EDQUOT')
    return `The disk is full: ${folder} cannot be opened. Free some space and start again.`;
  if (kind === 'disk_failed')
    return `The disk reports an error: ${folder} cannot be opened. Try again, and copy the folder to another disk if it stays so.`;
  if (kind === 'busy')
    return `Another program holds the files in ${folder}, perhaps a backup tool. Wait a moment and start again.`;
  if (kind === 'read_only' || unwritable.has(code))
    return `The folder ${folder} cannot be written. Give your user write access, or choose another one with --profile.`;
  if (code === 'EADDRINUSE') return 'The port is taken. Leave --port out to get a free one.';
  return `Americano could not start: ${error instanceof Error ? error.message : String(error)}`;
};

/** The program goes on: its window shows what can be saved. */
export const damagedNotice = (folder: string): string =>
  `The store in ${folder} is damaged. The window shows what can be saved; nothing is changed before you choose.`;

/** The program goes on, and changes nothing. */
export const readOnlyNotice = (folder: string): string =>
  `A newer Americano wrote the profile in ${folder}: it is open to be read and exported, not to be changed. Update Americano to go on with it.`;

const syncedNames =
  /(^|[\\/])(dropbox|onedrive[^\\/]*|google ?drive|icloud ?drive|nextcloud|syncthing|mobile documents)([\\/]|$)/i;

/** Magic numbers of Linux's statfs(2): NFS, SMB 1, SMB 2 and 3, CIFS, AFS, Ceph, 9P. */
const networkTypes = new Set([0x6969, 0x517b, 0xfe534d42, 0xff534d42, 0x5346414f, 0x00c36400, 0x01021997]);

const isOnNetwork = (folder: string): boolean => {
  if (folder.startsWith('\\\\')) return true;
  if (process.platform !== 'linux') return false;
  let existing = folder;
  while (!existsSync(existing) && dirname(existing) !== existing) existing = dirname(existing);
  return networkTypes.has(statfsSync(existing).type);
};

/** Folders that others copy or write behind our back damage a database sooner or later. */
export const folderWarning = (folder: string): string | undefined => {
  if (syncedNames.test(folder))
    return `Warning: ${folder} looks like a synchronised folder. Keep profiles on a local disk.`;
  if (isOnNetwork(folder)) return `Warning: ${folder} lies on a network. Keep profiles on a local disk.`;
  return undefined;
};
