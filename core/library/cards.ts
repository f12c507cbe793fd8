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

/** Cards of the given lectures (null: all) whose notes match (null: any), without an order. */
const from = `FROM cards c JOIN card_states s ON s.card_id = c.id
   WHERE c.deleted_at IS NULL
     AND (@lectures IS NULL OR c.lecture_id IN (SELECT value FROM json_each(@lectures)))
     AND (@match IS NULL OR c.note_id IN (SELECT rowid FROM note_search WHERE note_search MATCH @match))`;

type Filter = { lectures: string | null; match: string | null };

const countCards = statement<Filter, { n: number }>('library.countCards', `SELECT count(*) AS n ${from}`);

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

const page = (sort: keyof typeof keys, descending: boolean) =>
  statement<Filter & { limit: number; offset: number }, StateRow>(
    `library.cardsBy.${sort}${descending ? '.descending' : ''}`,
    `SELECT c.id AS card, c.suspended, s.phase, s.due_day, s.due_at, s.interval_days, s.stability, s.lapses, s.reps ${from}
     ORDER BY ${orderBy(sort, descending)} LIMIT @limit OFFSET @offset`,
  );

const pages = {
  added: [page('added', false), page('added', true)],
  due: [page('due', false), page('due', true)],
  stability: [page('stability', false), page('stability', true)],
  lapses: [page('lapses', false), page('lapses', true)],
} as const;

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
  const rows = reader.all(pages[input.sort][input.descending ? 1 : 0], {
    ...filter,
    limit: input.limit,
    offset: input.offset,
  });
  return { total: reader.get(countCards, filter)?.n ?? 0, rows: rows.map((row) => view(reader, row)) };
};
