import { rm } from 'node:fs/promises';
import { basename, isAbsolute, join, relative, resolve } from 'node:path';
import type { Jobs } from '../../jobs/jobs.ts';
import type { Handlers } from '../../rpc/compose.ts';
import { RpcError } from '../../rpc/errors.ts';
import type { Store } from '../store.ts';
import { uidFromHex, uidToHex } from '../uid.ts';
import { BackupKeeper, type KeeperParts } from './backup-keeper.ts';
import { backupByUid, listBackups, newestBackup, planOf } from './backup-rows.ts';
import { contentMark } from './content-mark.ts';
import type { BackupPreview, backupsContract } from './contract.ts';
import { limitBytes } from './limit.ts';
import { makeBackup } from './make-backup.ts';
import { PreparedStores } from './prepared-stores.ts';
import { restoreBackup } from './restore-backup.ts';
import { settleList } from './settle-list.ts';
import { thinBackups } from './tidy-backups.ts';

export type BackupsParts = Omit<KeeperParts, 'jobs'> & {
  jobs: Jobs;
  /** Hands over a file that a page has sent. Throws `not_found`, `conflict`. */
  takeUpload(upload: string): { name: string; path: string };
  /** Throws where a store of another profile may not take the place of this one: that is an import. */
  admitForeign(): void;
  /** Closes everything and opens it again; nobody waits for it. */
  restart(): void;
};

export type BackupsService = {
  handlers: Handlers<typeof backupsContract>;
  keeper: BackupKeeper;
  close(): Promise<void>;
};

const status = (store: Store) => {
  const plan = planOf(store);
  const rows = store.all(listBackups, {});
  const newest = store.get(newestBackup, {});
  const mark = contentMark(store);
  return {
    automatic: plan.automatic === 1,
    folder: { path: plan.folder, state: plan.folder_state, copiedAt: plan.folder_copied_at },
    totalBytes: rows.reduce((sum, row) => sum + row.size_bytes, 0),
    limitBytes: limitBytes(store.profile.backups),
    crowdedOut:
      plan.crowded_out_at === null ? null : { at: plan.crowded_out_at, count: plan.crowded_out_count },
    isChanged: newest === undefined ? mark !== '' : newest.content_mark !== mark,
  };
};

/** Throws `invalid` for a path that cannot be a folder of copies. Whether it is there now is seen when it is used. */
const checkedFolder = (store: Store, folder: string): string => {
  if (folder === '') return '';
  const path = resolve(folder);
  const inside = relative(store.profile.folder, path);
  if (!isAbsolute(folder) || folder.includes('\0'))
    throw new RpcError('invalid', { folder, reason: 'not_absolute' });
  // A copy beside the original is lost with it.
  if (inside === '' || !(inside.startsWith('..') || isAbsolute(inside)))
    throw new RpcError('invalid', { folder, reason: 'in_profile' });
  return path;
};

const change = (store: Store, input: { automatic?: boolean | undefined; folder?: string | undefined }) => {
  const folder = input.folder === undefined ? undefined : checkedFolder(store, input.folder);
  return store.write('backups.change', (tx) => {
    const patch = {
      ...(input.automatic === undefined ? {} : { automatic: input.automatic ? 1 : 0 }),
      ...(folder === undefined
        ? {}
        : { folder, folder_state: folder === '' ? 'off' : 'ok', folder_copied_at: null }),
    };
    if (Object.keys(patch).length > 0) tx.updateRow('backup_plan', { id: 1 }, patch);
    return {};
  });
};

/** Backups by hand and by themselves, and the way back to one. */
export const backupsService = async (parts: BackupsParts): Promise<BackupsService> => {
  const { store, jobs } = parts;
  const prepared = new PreparedStores(store);
  prepared.adopt();
  // What was prepared before an erase would bring back what it took.
  store.hooks.on('behavior.erased', () => prepared.discardAll());
  const keeper = new BackupKeeper(parts);
  if (store.refusal === undefined) await settleList(store);

  const preview = (file: string, from: 'list' | 'upload' | 'path'): Promise<string> =>
    jobs.start('backups.preview', async (progress, signal) => {
      const { uid, path } = prepared.open();
      const { folder } = store.profile;
      try {
        const found = await parts.run(
          { kind: 'prepare', profile: folder, file, to: path, now: store.clock.now() },
          (done, total) => progress('prepare', done, total),
          signal,
        );
        signal.throwIfAborted();
        // A task that prepares ends with what a preview shows.
        const shown = found as Omit<BackupPreview, 'prepared'>;
        if (shown.isForeign && from !== 'list') parts.admitForeign();
        prepared.ready(uid);
        return { prepared: uid, ...shown };
      } catch (error) {
        prepared.discard(uid);
        throw error;
      } finally {
        if (from === 'upload') await rm(file, { force: true });
      }
    });

  const fileOf = (backup: string): string => {
    const row = store.get(backupByUid, { uid: uidFromHex(backup) });
    if (row === undefined) throw new RpcError('not_found', { backup });
    return join(store.profile.backups, basename(row.file));
  };

  return {
    handlers: {
      'backups.list': () => ({
        backups: store.all(listBackups, {}).map((row) => ({
          uid: uidToHex(row.uid),
          file: row.file,
          reason: row.reason,
          sizeBytes: row.size_bytes,
          verifiedAt: row.verified_at,
          createdAt: row.created_at,
        })),
      }),
      'backups.status': () => status(store),
      'backups.make': async () => {
        const job = await jobs.start('backups.make', async (progress, signal) => {
          const made = await makeBackup(parts, 'manual', progress, signal);
          return { ...made, ...(await thinBackups(parts)) };
        });
        return { output: { job }, changes: ['jobs'] };
      },
      'backups.change': async (input) => {
        const outcome = await change(store, input);
        keeper.retryFolder();
        return outcome;
      },
      'backups.preview': async (input, { caller }) => {
        if ('backup' in input) {
          return { output: { job: await preview(fileOf(input.backup), 'list') }, changes: ['jobs'] };
        }
        if ('upload' in input) {
          const { path } = parts.takeUpload(input.upload);
          return { output: { job: await preview(path, 'upload') }, changes: ['jobs'] };
        }
        // A page names no paths: what it may read is what a person gave it.
        if (caller === 'page') throw new RpcError('forbidden', { member: 'path' });
        return { output: { job: await preview(input.path, 'path') }, changes: ['jobs'] };
      },
      'backups.restore': async (input) => {
        const path = prepared.take(input.prepared);
        const startedAt = store.clock.now();
        const job = await jobs.start('backups.restore', async (progress, signal, uid) => {
          try {
            const of = { uid, kind: 'backups.restore', startedAt };
            const restored = await restoreBackup(parts, path, of, progress, signal);
            parts.restart();
            return restored;
          } catch (error) {
            prepared.discard(input.prepared);
            throw error;
          }
        });
        return { output: { job }, changes: ['jobs'] };
      },
      'backups.discard': (input) => {
        prepared.discard(input.prepared);
        return { output: {}, changes: [] };
      },
    },
    keeper,
    close: () => keeper.stop(),
  };
};
