import { join } from 'node:path';
import { z } from 'zod';
import { RpcError } from '../../rpc/errors.ts';
import type { Store } from '../store.ts';
import { uidToHex } from '../uid.ts';
import { packedEnding, removeBackupFile } from './backup-files.ts';
import {
  dropBackup,
  listBackups,
  planOf,
  setCrowdedOut,
  setFile,
  setFolderState,
  type BackupRow,
} from './backup-rows.ts';
import { folderState } from './contract.ts';
import { limitBytes } from './limit.ts';
import { verifyOne, type BackupParts } from './make-backup.ts';
import { crowdOut, thinOut, type Thinnable } from './thin-out.ts';

type OnProgress = (step: string, done: number, total: number) => void;
export type TidyParts = BackupParts & {
  dayOf(at: number): number;
  /** How long backups are kept, where an institution says so. */
  keptDays?: number | undefined;
};

const thinnable = (row: BackupRow): Thinnable & { row: BackupRow } => ({
  uid: uidToHex(row.uid),
  reason: row.reason,
  createdAt: row.created_at,
  sizeBytes: row.size_bytes,
  row,
});

/** Removes the backups that need not stay, and those there is no room for. The rows go first: a file without one is found again. */
export const thinBackups = async ({
  store,
  dayOf,
  keptDays,
}: TidyParts): Promise<{ thinned: number; crowdedOut: number }> => {
  const all = store.all(listBackups, {}).map(thinnable);
  const notBefore = keptDays === undefined ? undefined : store.clock.now() - keptDays * 86_400_000;
  const thinned = thinOut(all, dayOf, notBefore);
  const kept = all.filter((backup) => !thinned.includes(backup));
  const crowded = crowdOut(kept, limitBytes(store.profile.backups));
  const going = [...thinned, ...crowded];
  if (going.length === 0) return { thinned: 0, crowdedOut: 0 };
  await store.write(
    'backups.thin',
    (tx) => {
      for (const { row } of going) tx.run(dropBackup, { uid: row.uid });
      if (crowded.length > 0) tx.run(setCrowdedOut, { at: tx.now, count: crowded.length });
      tx.changed('backups', 'backup_plan');
    },
    { noUndo: true },
  );
  for (const { row } of going) removeBackupFile(store.profile.backups, row.file);
  return { thinned: thinned.length, crowdedOut: crowded.length };
};

const packed = z.object({ file: z.string(), sizeBytes: z.int() });
const mirrored = z.object({ state: folderState });

/** What waits for an idle moment. */
export type Chore = { kind: 'verify' | 'pack' | 'mirror'; row: BackupRow };

/** The backup that the folder of choice should have: the newest one that is sound and packed. */
const forFolder = (store: Store, rows: readonly BackupRow[]): Chore[] => {
  const plan = planOf(store);
  const row = rows.find(({ verified_at, file }) => verified_at !== null && file.endsWith(packedEnding));
  if (plan.folder === '' || row === undefined) return [];
  if (plan.folder_state === 'ok' && plan.folder_copied_at !== null && plan.folder_copied_at >= row.created_at)
    return [];
  return [{ kind: 'mirror', row }];
};

/** In the order of their use: what is sound is packed, what is packed goes to the folder. */
export const choresOf = (store: Store, damaged: ReadonlySet<string>): Chore[] => {
  const rows = store.all(listBackups, {}).filter((row) => !damaged.has(row.file));
  const chore = (kind: Chore['kind']) => (row: BackupRow) => ({ kind, row });
  return [
    ...rows.filter((row) => row.verified_at === null).map(chore('verify')),
    // Those before a change of version stay as they are: an older program must be able to open them.
    ...rows
      .filter(
        (row) => row.verified_at !== null && !row.file.endsWith(packedEnding) && row.reason !== 'migration',
      )
      .map(chore('pack')),
    ...forFolder(store, rows),
  ];
};

const pack = async (
  { store, run }: TidyParts,
  row: BackupRow,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<void> => {
  const file = join(store.profile.backups, row.file);
  const told = (done: number, total: number): void => onProgress('pack', done, total);
  const made = packed.parse(await run({ kind: 'pack', file }, told, signal));
  await store.write(
    'backups.packed',
    (tx) => {
      tx.run(setFile, { uid: row.uid, file: made.file, size_bytes: made.sizeBytes });
      tx.changed('backups');
    },
    { noUndo: true },
  );
};

const mirror = async (
  { store, run }: TidyParts,
  row: BackupRow,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<void> => {
  const { folder } = planOf(store);
  const keep = store.all(listBackups, {}).map(({ file }) => file);
  const file = join(store.profile.backups, row.file);
  const told = (done: number, total: number): void => onProgress('mirror', done, total);
  const { state } = mirrored.parse(
    await run({ kind: 'mirror', profile: store.profile.folder, file, folder, keep }, told, signal),
  );
  await store.write(
    'backups.mirrored',
    (tx) => {
      tx.run(setFolderState, { folder, state, copied_at: state === 'ok' ? tx.now : null });
      tx.changed('backup_plan');
    },
    { noUndo: true },
  );
};

/** Does one chore. A backup that turns out damaged is named in `damaged` and left as it lies. */
export const doChore = async (
  parts: TidyParts,
  chore: Chore,
  damaged: Set<string>,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<void> => {
  if (chore.kind === 'pack') return pack(parts, chore.row, onProgress, signal);
  if (chore.kind === 'mirror') return mirror(parts, chore.row, onProgress, signal);
  try {
    await verifyOne(parts, chore.row, (done, total) => onProgress('verify', done, total), signal);
  } catch (error) {
    if (!(error instanceof RpcError) || !['damaged', 'newer_store', 'too_large'].includes(error.kind))
      throw error;
    damaged.add(chore.row.file);
  }
};
