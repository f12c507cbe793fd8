import type { BackupReason } from './contract.ts';

export type Thinnable = { uid: string; reason: BackupReason; createdAt: number; sizeBytes: number };

/** Of those made by themselves the newest of each of so many days, weeks and months that have any stay. */
const spans = [
  { kept: 7, of: (day: number) => day },
  // Day 0 of the epoch was a Thursday; weeks begin on Monday.
  { kept: 4, of: (day: number) => Math.floor((day + 3) / 7) },
  {
    kept: 6,
    of: (day: number) => {
      const date = new Date(day * 86_400_000);
      return date.getUTCFullYear() * 12 + date.getUTCMonth();
    },
  },
] as const;

/** The others stay by number alone: a person made them, or a version may have to go back to them. */
const keptByNumber: Readonly<Record<Exclude<BackupReason, 'automatic'>, number>> = {
  manual: 20,
  migration: 3,
  restore: 5,
  rollback: 3,
};

const newestFirst = (a: Thinnable, b: Thinnable): number =>
  b.createdAt - a.createdAt || (a.uid < b.uid ? 1 : -1);

/**
 * The backups that may go: 7 daily, 4 weekly and 6 monthly of those made by themselves stay. `dayOf`: the study day.
 * `notBefore`: an institution keeps none from before it, but the newest of all.
 */
export const thinOut = <T extends Thinnable>(
  backups: readonly T[],
  dayOf: (createdAt: number) => number,
  notBefore = Number.NEGATIVE_INFINITY,
): T[] => {
  const sorted = backups.toSorted(newestFirst);
  const automatic = sorted.filter((backup) => backup.reason === 'automatic');
  const stays = new Set<string>();
  for (const span of spans) {
    const seen = new Set<number>();
    for (const backup of automatic) {
      const name = span.of(dayOf(backup.createdAt));
      if (seen.has(name) || seen.size >= span.kept) continue;
      seen.add(name);
      stays.add(backup.uid);
    }
  }
  for (const [reason, kept] of Object.entries(keptByNumber)) {
    for (const { uid } of sorted.filter((backup) => backup.reason === reason).slice(0, kept)) stays.add(uid);
  }
  return sorted.filter(
    ({ uid, createdAt }, index) => !stays.has(uid) || (createdAt < notBefore && index > 0),
  );
};

/** Who goes first when there is no room: what another backup resembles most. Those that a person made never do. */
const crowdable: readonly BackupReason[] = ['automatic', 'restore', 'rollback'];

/** The oldest backups that must go so that all together take no more than `limitBytes`; the newest of all stays. */
export const crowdOut = <T extends Thinnable>(backups: readonly T[], limitBytes: number): T[] => {
  const oldestFirst = backups.toSorted(newestFirst).toReversed();
  const newest = oldestFirst.at(-1);
  let total = backups.reduce((sum, backup) => sum + backup.sizeBytes, 0);
  const going: T[] = [];
  for (const reason of crowdable) {
    for (const backup of oldestFirst) {
      if (total <= limitBytes) return going;
      if (backup.reason !== reason || backup === newest) continue;
      going.push(backup);
      total -= backup.sizeBytes;
    }
  }
  return going;
};
