import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import Database from 'better-sqlite3';
import { TransactionHooks } from '../../events/transaction-events.ts';
import type { Outcome } from '../../rpc/changes.ts';
import { RpcError, type JsonValue } from '../../rpc/errors.ts';
import { keepBlob, type FinishedFile } from '../../store/blobs.ts';
import { shiftedClock } from '../../store/clock.ts';
import { openReader } from '../../store/open-store.ts';
import type { RecorderFor } from '../../store/op-sink.ts';
import { applyWriterPragmas } from '../../store/pragmas.ts';
import { profileAt, type Profile } from '../../store/profile.ts';
import type { StoreReader } from '../../store/reader.ts';
import { RowWriter } from '../../store/row-writer.ts';
import { runTransaction } from '../../store/run-transaction.ts';
import { statement, StatementCache } from '../../store/statements.ts';
import { uidSource } from '../../store/uid.ts';
import { cardStatesDerivation } from '../../study/card-states.ts';
import { noteSearchDerivation } from '../../library/note-search.ts';
import { dailyRollupsDerivation } from '../../study/daily-rollups.ts';
import { hourlyRollupsDerivation } from '../../twin/rollups/hourly-rollups.ts';
import { sessionMetricsDerivation } from '../../twin/rollups/session-metrics.ts';
import { writeEverything } from '../everything/write-everything.ts';
import { exportPackage } from '../export/export-package.ts';
import { stageAnki, stagedFileName } from '../anki/stage-anki.ts';
import { recognise } from '../anki/recognise.ts';
import type { KnownCard } from '../anki/stage-ghosts.ts';
import type { StoredMedia } from '../anki/stage-media.ts';
import { merge } from '../merge/merge.ts';
import { preview } from '../merge/preview.ts';
import { stageSample } from '../sample-course/stage-sample.ts';
import { stageSimulated } from '../simulated/stage-simulated.ts';
import { stagedName } from '../staged/staging-schema.ts';
import type { ImportTask } from './task.ts';

type Progress = (step: string, done: number, total: number) => void;

const storedSha = statement<{ name: string }, { sha256: Uint8Array }>(
  'exchange.storedMedia',
  'SELECT sha256 FROM media WHERE name = @name',
);
const cardsFromAnki = statement<Record<string, never>, { id: number; uid: Uint8Array; source_id: string }>(
  'exchange.cardsFromAnki',
  `SELECT id, uid, source_id FROM cards WHERE source = 'anki' AND source_id IS NOT NULL AND deleted_at IS NOT created_at`,
);
const loggedAt = statement<{ card: number; at: number }, { found: number }>(
  'exchange.loggedAt',
  `SELECT EXISTS (SELECT 1 FROM reviews WHERE card_id = @card AND at = @at)
     OR EXISTS (SELECT 1 FROM schedule_changes WHERE card_id = @card AND at = @at) AS found`,
);
const stagedMediaFiles = statement<Record<string, never>, FinishedFile>(
  'exchange.stagedMediaFiles',
  'SELECT sha256, size_bytes, file FROM staged.media',
);

const attach = (db: Database.Database, file: string): void => {
  db.prepare(`ATTACH ? AS ${stagedName}`).run(file);
};

const stagedMedia = (path: string): FinishedFile[] => {
  const db = new Database(':memory:');
  try {
    attach(db, path);
    return new StatementCache(db, () => {}).all(stagedMediaFiles, {});
  } finally {
    db.close();
  }
};

/** What the staged file would do to the store as it is now, without writing to either. */
const previewStaged = (profile: Profile, folder: string): JsonValue => {
  const { reader, connection, close } = openReader(profile);
  try {
    attach(connection, join(folder, stagedFileName));
    return { ...preview(reader, basename(folder)) }; // plain data of the contract
  } finally {
    close();
  }
};

/** Read once, when the first deleted card of a package asks: nearly every package has none. */
const knownCards = (reader: StoreReader): KnownCard => {
  let byAnkiId: Map<string, { id: number; uid: Uint8Array }> | undefined;
  return (ankiId, at) => {
    byAnkiId ??= new Map(reader.all(cardsFromAnki, {}).map((row) => [row.source_id, row]));
    const card = byAnkiId.get(String(ankiId));
    if (card === undefined || reader.get(loggedAt, { card: card.id, at })?.found !== 1) return undefined;
    return card.uid;
  };
};

const withStored = async <T>(
  profile: Profile,
  work: (stored: { storedMedia: StoredMedia; knownCard: KnownCard }) => Promise<T>,
): Promise<T> => {
  const { reader, close } = openReader(profile);
  try {
    return await work({
      storedMedia: (name) => reader.get(storedSha, { name })?.sha256,
      knownCard: knownCards(reader),
    });
  } finally {
    close();
  }
};

const stage = async (
  task: Exclude<ImportTask, { kind: 'merge' | 'keep_media' | 'export' | 'export_everything' }>,
  onProgress: Progress,
  signal: AbortSignal,
) => {
  const profile = profileAt(task.profile);
  const folder = join(profile.staging, task.staging);
  await withStored(profile, async (stored) => {
    if (task.kind === 'stage_anki') {
      const { staged } = await stageAnki({ ...task, ...stored, folder, onProgress, signal });
      recognise(staged, profile.store);
    } else if (task.kind === 'stage_simulated') await stageSimulated({ ...task, folder, onProgress, signal });
    else
      await stageSample({
        folder,
        course: task.course,
        json: JSON.parse(await readFile(join(task.course, 'course.json'), 'utf8')),
        now: task.now,
      });
  });
  onProgress('compare', 0, 0);
  signal.throwIfAborted();
  return { output: previewStaged(profile, folder), changes: [] };
};

/**
 * Moves the media to their places, before the merge and without the lane: thousands of pictures take their time to reach
 * the disk. A crash after it leaves files that no row names, which a later sweep removes.
 */
const keepMedia = (
  task: Extract<ImportTask, { kind: 'keep_media' }>,
  onProgress: Progress,
  signal: AbortSignal,
): Outcome<JsonValue> => {
  const profile = profileAt(task.profile);
  const files = stagedMedia(join(profile.staging, task.staging, stagedFileName));
  for (const [index, file] of files.entries()) {
    keepBlob(profile, file);
    onProgress('keep_media', index + 1, files.length);
    signal.throwIfAborted();
  }
  return { output: null, changes: [] };
};

/** The caller holds the write lane, so this connection is the only one that writes. */
const mergeTask = async (
  task: Extract<ImportTask, { kind: 'merge' }>,
  onProgress: Progress,
  signal: AbortSignal,
  recorderFor: RecorderFor,
): Promise<Outcome<JsonValue>> => {
  const profile = profileAt(task.profile);
  const clock = shiftedClock(task.now, task.zone);
  const db = new Database(profile.store, { fileMustExist: true });
  try {
    applyWriterPragmas(db);
    // Every key that a merge writes comes from a join with the row it names: asking again for each of a million reviews
    // took a third of the time that answers wait. The import tests and `verify` check the keys.
    db.pragma('foreign_keys = OFF');
    db.pragma('cache_size = -262144'); // the whole merge stays in memory until its commit
    attach(db, join(profile.staging, task.staging, stagedFileName));
    const cache = new StatementCache(db, () => {});
    onProgress('merge', 0, 0);
    if (signal.aborted) throw new RpcError('cancelled');
    const derivations = {
      keyed: [cardStatesDerivation, noteSearchDerivation],
      whole: [dailyRollupsDerivation, hourlyRollupsDerivation, sessionMetricsDerivation],
    };
    const ids = uidSource(clock);
    const sink = await recorderFor({ db, clock, ids, derivations });
    const parts = {
      db,
      clock,
      cache,
      rows: new RowWriter(db),
      derivations,
      hooks: new TransactionHooks(),
      sink,
    };
    const label = cache.get(labelOf, {})?.label ?? '';
    const outcome = runTransaction(parts, 'exchange.merge', (tx) => merge(tx, ids, task.options), {
      subject: label,
    });
    return { output: outcome.output, changes: outcome.changes }; // plain data of the contract
  } finally {
    db.close();
  }
};

const labelOf = statement<Record<string, never>, { label: string }>(
  'exchange.stagedLabel',
  'SELECT label FROM staged.meta',
);

/** Performs one task of the import worker. */
export const performTask = async (
  task: ImportTask,
  onProgress: Progress,
  signal: AbortSignal,
  recorderFor: RecorderFor = async () => undefined,
): Promise<Outcome<JsonValue>> => {
  if (task.kind === 'merge') return mergeTask(task, onProgress, signal, recorderFor);
  if (task.kind === 'keep_media') return keepMedia(task, onProgress, signal);
  if (task.kind === 'export_everything') {
    const report = writeEverything({ ...task, profile: profileAt(task.profile), onProgress, signal });
    return { output: { ...report }, changes: [] }; // plain data
  }
  if (task.kind === 'export') {
    const profile = profileAt(task.profile);
    const folder = join(profile.staging, task.staging);
    const report = await exportPackage({ ...task, profile, folder, onProgress, signal });
    return { output: { ...report }, changes: [] }; // plain data
  }
  return stage(task, onProgress, signal);
};
