import { RpcError } from '#core/rpc/errors.ts';

/** What a person at a terminal is told when the service does not start. */
export const startFailure = (error: unknown, folder: string): string => {
  if (error instanceof RpcError) {
    if (error.kind === 'locked')
      return `Another program has the profile in ${folder} open and does not answer.`;
    if (error.kind === 'newer_store')
      return `The profile in ${folder} was written by a newer Americano. It was left untouched.`;
    if (error.kind === 'damaged')
      return `The store in ${folder} is damaged. "npm run verify -- --profile ${folder}" says how; docs/troubleshooting.md says what to do.`;
    if (error.kind === 'disk_full') return `The disk is full: ${folder} cannot be opened.`;
    if (error.kind === 'read_only')
      return `The folder ${folder} cannot be written. Choose another one with --profile.`;
  }
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS' || code === 'ENOTDIR') {
    return `The folder ${folder} cannot be written. Choose another one with --profile.`;
  }
  if (code === 'EADDRINUSE') return 'The port is taken. Leave --port out to get a free one.';
  return `Americano could not start: ${error instanceof Error ? error.message : String(error)}`;
};

const syncedNames =
  /(^|[\\/])(dropbox|onedrive|google ?drive|icloud ?drive|nextcloud|syncthing|mobile documents)([\\/]|$)/i;

/** Folders that are copied file by file behind our back damage a database sooner or later. */
export const folderWarning = (folder: string): string | undefined =>
  syncedNames.test(folder) || folder.startsWith('\\\\')
    ? `Warning: ${folder} looks like a synchronised or network folder. Keep profiles on a local disk.`
    : undefined;
