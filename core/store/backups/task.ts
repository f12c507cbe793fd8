import type { ErrorData, JsonValue } from '../../rpc/errors.ts';

/** A row of the list of backups, as one process hands it to another. */
export type BackupRowData = {
  uid: string;
  file: string;
  reason: string;
  size_bytes: number;
  verified_at: number | null;
  created_at: number;
  schema_version: number | null;
  content_mark: string | null;
};

/** What the backup worker is asked to do. Paths are absolute. */
export type BackupTask =
  /** Copies the store of a profile, of one moment, into a file that appears when it is complete. */
  | { kind: 'copy'; profile: string; file: string }
  /** Reads every page of a backup, packed or not. `scratch`: a folder for what has to be unpacked. */
  | { kind: 'verify'; file: string; scratch: string }
  /** Packs a backup into the file beside it and reads that back. */
  | { kind: 'pack'; file: string }
  /** Unpacks, checks and migrates a backup into `to`, a store that may take the place of ours, and compares the two. */
  | { kind: 'prepare'; profile: string; file: string; to: string; now: number }
  /** Writes into a prepared store what belongs to this machine, before it becomes the store. */
  | { kind: 'finish'; file: string; now: number; carried: Carried }
  /** Looks at what is wrong with a store and prepares the ways out of it. */
  | { kind: 'look'; profile: string; now: number }
  /** Copies a backup and the media of a profile to the folder of choice, and thins what lies there. */
  | { kind: 'mirror'; profile: string; file: string; folder: string; keep: readonly string[] };

export type Carried = {
  plan: { automatic: number; folder: string; folder_state: string; folder_copied_at: number | null };
  backups: readonly BackupRowData[];
  job: { uid: string; kind: string; startedAt: number; result: string };
};

export type BackupWorkerInput = {
  task: BackupTask;
  /** One 32-bit cell; anything but 0 asks the work to stop. */
  cancelled: SharedArrayBuffer;
};

export type BackupWorkerMessage =
  | { type: 'progress'; done: number; total: number }
  | { type: 'done'; result: JsonValue }
  | { type: 'failed'; error: ErrorData }
  | { type: 'crashed'; message: string };

/** Performs a task somewhere: in a worker of the program, in this thread in a test. Rejects with RpcError. */
export type RunBackupTask = (
  task: BackupTask,
  onProgress: (done: number, total: number) => void,
  signal: AbortSignal,
) => Promise<JsonValue>;
