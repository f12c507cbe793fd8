import type { OutputOf, ParsedInputOf } from '../rpc/contract.ts';
import type { StoreReader } from '../store/reader.ts';
import { statement } from '../store/statements.ts';
import { uidToHex } from '../store/uid.ts';
import { cardSourceById } from './card-source.ts';
import type { libraryContract } from './contract.ts';
import { matchExpression } from './note-search.ts';
import { renderCard } from './render/render-card.ts';
import { plainText } from './render/plain-text.ts';

type Input = ParsedInputOf<typeof libraryContract, 'library.cards'>;
type Output = OutputOf<typeof libraryContract, 'library.cards'>;
type Row = Output['rows'][number];

type StateRow = {
  card: number;
  suspended: number;
  phase: number;
  due_day: number | null;
  due_at: number | null;
  interval_days: number;
  stability: number | null;
  lapses: number;
  reps: number;
};

type Filter = { lectures: string | null; match: string | null };
type Narrowing = keyof Filter;

const narrowings: Record<Narrowing, string> = {
  lectures: ' AND c.lecture_id IN (SELECT value FROM json_each(@lectures))',
  match: ' AND c.note_id IN (SELECT rowid FROM note_search WHERE note_search MATCH @match)',
};

/** Cards without an order. Each way to narrow them has a text of its own: a condition that is off costs no row anything. */
const from = (by: readonly Narrowing[]): string =>
  `FROM cards c JOIN card_states s ON s.card_id = c.id
   WHERE c.deleted_at IS NULL${by.map((narrowing) => narrowings[narrowing]).join('')}`;

/** What each order sorts by; the local key breaks ties, so that pages neither repeat nor skip a card. */
const keys = {
  added: null,
  due: 'coalesce(s.due_day * 86400000, s.due_at)',
  stability: 's.stability',
  lapses: 's.lapses',
} as const;

const orderBy = (sort: keyof typeof keys, descending: boolean): string => {
  const direction = descending ? ' DESC' : '';
  const key = keys[sort];
  // Cards without a due date or a memory come last, whichever way the others go.
  return `${key === null ? '' : `${key} IS NULL, ${key}${direction}, `}c.id${direction}`;
};

type Sort = keyof typeof keys;

const list = (by: readonly Narrowing[]) => {
  const name = ['library.cards', ...by].join('.');
  const page = (sort: Sort, descending: boolean) =>
    statement<Filter & { limit: number; offset: number }, StateRow>(
      `${name}.${sort}${descending ? '.descending' : ''}`,
      `SELECT c.id AS card, c.suspended, s.phase, s.due_day, s.due_at, s.interval_days, s.stability, s.lapses, s.reps
       ${from(by)} ORDER BY ${orderBy(sort, descending)} LIMIT @limit OFFSET @offset`,
    );
  return {
    count: statement<Filter, { n: number }>(`${name}.count`, `SELECT count(*) AS n ${from(by)}`),
    pages: {
      added: [page('added', false), page('added', true)],
      due: [page('due', false), page('due', true)],
      stability: [page('stability', false), page('stability', true)],
      lapses: [page('lapses', false), page('lapses', true)],
    },
  } as const;
};

const lists = {
  everything: list([]),
  lectures: list(['lectures']),
  match: list(['match']),
  both: list(['lectures', 'match']),
} as const;

const listFor = ({ lectures, match }: Filter): ReturnType<typeof list> => {
  if (lectures === null) return match === null ? lists.everything : lists.match;
  return match === null ? lists.lectures : lists.both;
};

const phases = ['new', 'learning', 'review', 'relearning'] as const;

const view = (reader: StoreReader, row: StateRow): Row => {
  const source = cardSourceById(reader, row.card);
  return {
    uid: uidToHex(source.uid),
    note: uidToHex(source.note_uid),
    question: plainText(renderCard(source.input).questionHtml, 200),
    template: source.template,
    lecture: source.lecture_title,
    tags: source.tags,
    phase: phases[row.phase] ?? 'new',
    suspended: row.suspended === 1,
    dueDay: row.due_day,
    dueAt: row.due_at,
    intervalDays: row.interval_days,
    stability: row.stability,
    lapses: row.lapses,
    reps: row.reps,
  };
};

/** One page of cards. `lectures` are the local keys of the scope, null for the whole library. */
export const cards = (reader: StoreReader, input: Input, lectures: readonly number[] | null): Output => {
  const match = matchExpression(input.search);
  if (input.search.trim() !== '' && match === null) return { total: 0, rows: [] };
  const filter = { lectures: lectures === null ? null : JSON.stringify(lectures), match };
  const { count, pages } = listFor(filter);
  const rows = reader.all(pages[input.sort][input.descending ? 1 : 0], {
    ...filter,
    limit: input.limit,
    offset: input.offset,
  });
  return { total: reader.get(count, filter)?.n ?? 0, rows: rows.map((row) => view(reader, row)) };
};
