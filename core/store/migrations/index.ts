import type { TableSpec } from '../kinds.ts';
import { migration0001 } from './0001-store.ts';
import { migration0002 } from './0002-library.ts';
import { migration0003 } from './0003-study.ts';
import { migration0004 } from './0004-buried-steps.ts';
import { migration0005 } from './0005-batch-kinds.ts';
import { migration0006 } from './0006-study-room.ts';
import { migration0007 } from './0007-memory-parameters.ts';
import { migration0008 } from './0008-backup-plan.ts';
import { migration0009 } from './0009-study-day.ts';
import { migration0010 } from './0010-practice-tests.ts';
import { migration0011 } from './0011-model-artifacts.ts';
import { migration0012 } from './0012-twin.ts';
import { migration0013 } from './0013-event-archives.ts';
import { migration0014 } from './0014-privacy.ts';
import { migration0015 } from './0015-sync.ts';
import type { Migration } from './migration.ts';

/** One linear list; a released migration is never edited. */
export const migrations: readonly Migration[] = [
  migration0001,
  migration0002,
  migration0003,
  migration0004,
  migration0005,
  migration0006,
  migration0007,
  migration0008,
  migration0009,
  migration0010,
  migration0011,
  migration0012,
  migration0013,
  migration0014,
  migration0015,
];

export const schemaVersion = migrations.length;

/** Every table of this version, by name. */
export const tables: ReadonlyMap<string, TableSpec> = new Map(
  migrations.flatMap((migration) => migration.tables).map((spec) => [spec.name, spec]),
);
