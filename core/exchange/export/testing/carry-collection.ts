import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { defaultImportOptions } from '../../contract.ts';
import { defaultSettings } from '../../../settings/contract.ts';
import { settleSlice } from '../../../store/derivations.ts';
import { TransactionHooks } from '../../../events/transaction-events.ts';
import { applyWriterPragmas } from '../../../store/pragmas.ts';
import { createProfile, profileAt } from '../../../store/profile.ts';
import { RowWriter } from '../../../store/row-writer.ts';
import { runTransaction } from '../../../store/run-transaction.ts';
import { StatementCache } from '../../../store/statements.ts';
import { cardStatesDerivation } from '../../../study/card-states.ts';
import { dailyRollupsDerivation } from '../../../study/daily-rollups.ts';
import { noteSearchDerivation } from '../../../library/note-search.ts';
import { testClock, testStart } from '../../../store/testing/test-clock.ts';
import { performTask } from '../../worker/perform-task.ts';
import { exportPackage, type ExportChoice } from '../export-package.ts';
import { libraryContent } from './library-content.ts';

const zone = 'Europe/Berlin';
const signal = new AbortController().signal;
const staging = '0'.repeat(32);
const quiet = (): void => {};

/** Does what the import worker does, without a service around it: `empty` is a store with nothing in it. */
export const importInto = async (folder: string, empty: string, path: string): Promise<void> => {
  const profile = createProfile(folder);
  copyFileSync(empty, profile.store);
  mkdirSync(join(profile.staging, staging));
  const common = { profile: folder, staging, now: testStart, zone };
  await performTask(
    { kind: 'stage_anki', ...common, path, label: 'package', settings: defaultSettings },
    quiet,
    signal,
  );
  await performTask({ kind: 'keep_media', profile: folder, staging }, quiet, signal);
  await performTask({ kind: 'merge', ...common, options: defaultImportOptions }, quiet, signal);
  const db = new Database(profile.store);
  try {
    applyWriterPragmas(db);
    const parts = {
      db,
      clock: testClock(),
      cache: new StatementCache(db, quiet),
      rows: new RowWriter(db),
      derivations: { keyed: [cardStatesDerivation, noteSearchDerivation], whole: [dailyRollupsDerivation] },
      hooks: new TransactionHooks(),
    };
    while (
      runTransaction(parts, 'settle', (tx) => settleSlice(tx, parts.derivations), { noUndo: true }).output > 0
    );
  } finally {
    db.close();
  }
};

export const exportFrom = (folder: string, file: string, choice: Partial<ExportChoice>) => {
  const profile = profileAt(folder);
  const work = join(profile.staging, 'work');
  rmSync(work, { recursive: true, force: true });
  return exportPackage({
    scope: {},
    format: 'colpkg',
    layout: 'new',
    scheduling: true,
    media: true,
    presets: true,
    ...choice,
    profile,
    folder: work,
    file,
    settings: defaultSettings,
    now: testStart,
    zone,
    onProgress: quiet,
    signal,
  });
};

/** What a profile holds, by plain SQL. */
export const contentAt = (folder: string) => {
  const db = new Database(profileAt(folder).store, { readonly: true });
  try {
    const today = Math.floor(testStart / 86_400_000);
    return libraryContent(
      (sql, ...params) => db.prepare(sql).all(...params) as Record<string, unknown>[],
      today,
    );
  } finally {
    db.close();
  }
};
