import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Profile } from '../profile.ts';
import { derivedUid, uidToHex } from '../uid.ts';
import type { BackupReason } from './contract.ts';

export const partialEnding = '.partial';
export const packedEnding = '.zst';

const stamp = String.raw`\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d-\d{3}Z`;
/** Older versions gave those made by hand no word. */
const ourName = new RegExp(
  String.raw`^(?:(?<word>automatic|manual|restore|rollback|before-v\d+-to-next)-)?(?<stamp>${stamp})(?:-[0-9a-f]{6})?\.sqlite(?:\.zst)?$`,
);
const ourPartial = new RegExp(
  String.raw`^(?:(?:automatic|manual|restore|rollback|before-v\d+-to-next)-)?${stamp}(?:-[0-9a-f]{6})?\.sqlite(?:\.zst)?\.partial`,
);

/** An instant as it stands in the name of a file. */
export const stampOf = (at: number): string => new Date(at).toISOString().replace(/[:.]/g, '-');

export const backupName = (reason: BackupReason, at: number, uid: Uint8Array): string =>
  `${reason}-${stampOf(at)}-${uidToHex(uid).slice(-6)}.sqlite`;

/** The name of the single file that a packed one came from. */
export const baseName = (file: string): string =>
  file.endsWith(packedEnding) ? file.slice(0, -packedEnding.length) : file;

/** A backup is named by its file, so that it is the same one in every store that lists it. */
export const backupUid = (file: string): Uint8Array => derivedUid('backup', baseName(file));

export type FoundBackup = { file: string; reason: BackupReason; createdAt: number; sizeBytes: number };

/** What the name of a file says of it; undefined for a file that is no backup of ours. */
export const readBackupName = (file: string): Omit<FoundBackup, 'sizeBytes'> | undefined => {
  const parts = ourName.exec(file)?.groups;
  if (parts === undefined) return undefined;
  const [day = '', time = ''] = (parts['stamp'] ?? '').split('T');
  const [hour, minute, second, rest] = time.split('-');
  const createdAt = Date.parse(`${day}T${hour}:${minute}:${second}.${rest}`);
  if (!Number.isFinite(createdAt)) return undefined;
  const word = parts['word'] ?? 'manual';
  // Checked border: the pattern lets no other word through.
  const reason = (word.startsWith('before-') ? 'migration' : word) as BackupReason;
  return { file, reason, createdAt };
};

/**
 * The backups that lie in a folder, newest first. Where a file lies there whole and packed, a crash came before the whole
 * one was removed: the packed one counts, which got its name when it had been read back.
 */
export const backupsIn = (folder: string): FoundBackup[] => {
  const names = new Set(readdirSync(folder));
  return [...names]
    .filter((name) => !names.has(`${name}${packedEnding}`))
    .flatMap((name) => {
      const known = readBackupName(name);
      const stat = known && statSync(join(folder, name), { throwIfNoEntry: false });
      return known !== undefined && stat?.isFile() === true ? [{ ...known, sizeBytes: stat.size }] : [];
    })
    .sort((a, b) => b.createdAt - a.createdAt || (a.file < b.file ? 1 : -1));
};

/** Removes what a copy that was killed has left. For the holder of the profile's lock. */
export const dropPartialBackups = (profile: Profile): void => {
  for (const name of readdirSync(profile.backups)) {
    if (ourPartial.test(name)) rmSync(join(profile.backups, name), { force: true });
  }
};

/** Removes a backup in every form it has. */
export const removeBackupFile = (folder: string, file: string): void => {
  const base = baseName(file);
  for (const name of [base, `${base}${packedEnding}`]) rmSync(join(folder, name), { force: true });
};
