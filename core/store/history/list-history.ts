import type { ParsedInputOf, OutputOf } from '../../rpc/contract.ts';
import type { StoreReader } from '../reader.ts';
import { statement } from '../statements.ts';
import { undoState } from '../undo.ts';
import type { historyContract } from './contract.ts';

type Input = ParsedInputOf<typeof historyContract, 'history.list'>;
type Output = OutputOf<typeof historyContract, 'history.list'>;
type Group = Output['groups'][number];
type Entry = { id: number; at: number; command: string; subject: string; undone: number };

const entries = statement<{ before: number }, Entry>(
  'history.entries',
  'SELECT id, at, command, subject, undone FROM undo_log WHERE id < @before ORDER BY id DESC',
);

export type HistoryParts = {
  /** The study day of an instant, for many instants. */
  days(): (at: number) => number;
  /** When sessions began, since an instant, ascending. */
  sessionStarts(since: number): readonly number[];
};

/** What a person does hundreds of times in a sitting is one line. */
const gathered = new Set(['study.answer', 'assessments.answer']);

/** A session may have begun before the oldest entry. */
const longestSessionMs = 24 * 3_600_000;

/** How many starts are not after `at`, by halving: the same number, the same session. */
const sessionAt = (starts: readonly number[], at: number): number => {
  let [low, high] = [0, starts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return low;
};

const alone = (entry: Entry, studyDay: number): Group => ({
  first: entry.id,
  last: entry.id,
  from: entry.at,
  to: entry.at,
  studyDay,
  command: entry.command,
  subject: entry.subject,
  count: 1,
  undone: entry.undone === 1,
});

/** Tests leave no starts to tell them apart by: a break between answers does. */
const longestPauseMs = 30 * 60_000;

const belongs = (group: Group, entry: Entry, studyDay: number): boolean =>
  gathered.has(entry.command) &&
  (entry.command === 'study.answer' || group.from - entry.at <= longestPauseMs) &&
  group.command === entry.command &&
  group.studyDay === studyDay &&
  group.undone === (entry.undone === 1);

/** Commands of the last 30 days, newest first; the answers of one session, or of practice tests without a break, are one group a day. */
export const listHistory = (reader: StoreReader, input: Input, parts: HistoryParts): Output => {
  const rows = reader.all(entries, { before: input.before ?? Number.MAX_SAFE_INTEGER });
  const starts = parts.sessionStarts((rows.at(-1)?.at ?? 0) - longestSessionMs);
  const dayOf = parts.days();
  const groups: Group[] = [];
  let session = 0;
  let hasMore = false;
  for (const entry of rows) {
    const group = groups.at(-1);
    const studyDay = dayOf(entry.at);
    const own = sessionAt(starts, entry.at);
    if (group !== undefined && own === session && belongs(group, entry, studyDay)) {
      group.first = entry.id;
      group.from = entry.at;
      group.count += 1;
    } else if (groups.length === input.limit) {
      hasMore = true;
      break;
    } else {
      groups.push(alone(entry, studyDay));
      session = own;
    }
  }
  const { undo, redo } = undoState(reader);
  return { groups, hasMore, undo: undo?.id ?? null, redo: redo?.id ?? null };
};
