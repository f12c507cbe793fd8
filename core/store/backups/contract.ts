import { z } from 'zod';
import { command, defineContract, query } from '../../rpc/contract.ts';
import { count, instant, nothing, uid } from '../schemas.ts';

const jobStarted = z.object({ job: uid });

/**
 * Why a backup was made: by a person, before a change of version, by itself, before another one was restored, or before
 * the store went back a version.
 */
export const backupReason = z.enum(['manual', 'migration', 'automatic', 'restore', 'rollback']);

const backup = z.object({
  uid,
  file: z.string(),
  reason: backupReason,
  sizeBytes: count,
  /** Every page was read and found sound; null: not yet. */
  verifiedAt: instant.nullable(),
  createdAt: instant,
});

/** How the folder of choice is: not chosen, in use, not there now, not writable, full, or failing in another way. */
export const folderState = z.enum(['off', 'ok', 'away', 'read_only', 'full', 'failed']);

const side = z.object({ here: count, there: count });

/** Result of the job of `backups.preview`: what restoring would change. `here` is now, `there` the backup. */
export const backupPreview = z.object({
  prepared: uid,
  createdAt: instant.nullable(),
  /** From another profile than this one. */
  isForeign: z.boolean(),
  schemaVersion: z.int(),
  /** Rows that only one of the two has. */
  only: z.object({ courses: side, notes: side, cards: side, reviews: side, media: side }),
  /** Notes that both have, with other content. */
  changedNotes: count,
  totals: z.object({ courses: side, notes: side, cards: side, reviews: side }),
  lastReview: z.object({ here: instant.nullable(), there: instant.nullable() }),
  /** Settings that differ, by key. */
  settings: z.array(z.string()).max(200),
  /** Media that the backup names and this profile has no file for. */
  missingMedia: count,
  /** What was erased for good after the backup was made, when last, and how many rows of it the backup had: they stay erased. */
  stillErased: z.object({ at: instant, rows: count }).nullable(),
});

export type BackupReason = z.infer<typeof backupReason>;
export type FolderState = z.infer<typeof folderState>;
export type StillErased = BackupPreview['stillErased'];
export type BackupPreview = z.infer<typeof backupPreview>;

/** Copies of the store: made by hand and by themselves, thinned, and brought back. */
export const backupsContract = defineContract('backups', {
  list: query({ input: nothing, output: z.object({ backups: z.array(backup) }), reads: ['backups'] }),
  status: query({
    input: nothing,
    output: z.object({
      automatic: z.boolean(),
      folder: z.object({ path: z.string(), state: folderState, copiedAt: instant.nullable() }),
      totalBytes: count,
      /** A tenth of the free disk. */
      limitBytes: count,
      /** When backups last had to go before their time because of that limit, and how many. */
      crowdedOut: z.object({ at: instant, count }).nullable(),
      /** Something changed since the newest backup. */
      isChanged: z.boolean(),
    }),
    reads: ['backups', 'backup_plan', 'undo_log'],
  }),
  /** Job: a verified backup, now. */
  make: command({ input: nothing, output: jobStarted }),
  /** `folder`: an absolute path where newest backups and media are copied to, '' for none. Undoable. */
  change: command({
    input: z.strictObject({ automatic: z.boolean().optional(), folder: z.string().max(4096).optional() }),
    output: nothing,
  }),
  /**
   * Job: unpacks a backup, checks it and compares it with the store. `upload`: a file from elsewhere, sent with
   * `exchange.openUpload`; `path` is for the terminal only.
   */
  preview: command({
    input: z.union([
      z.strictObject({ backup: uid }),
      z.strictObject({ upload: uid }),
      z.strictObject({ path: z.string().min(1).max(4096) }),
    ]),
    output: jobStarted,
  }),
  /** Job: makes a backup of what is now, puts the prepared one in its place, and starts the service afresh on it. */
  restore: command({ input: z.strictObject({ prepared: uid }), output: jobStarted }),
  /** Lets go of what a preview has prepared. */
  discard: command({ input: z.strictObject({ prepared: uid }), output: nothing }),
});
