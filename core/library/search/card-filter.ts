import type { SqlValue, StatementDef } from '../../store/statements.ts';
import { statement } from '../../store/statements.ts';
import { parseSearch, type SearchProblem } from './parse-search.ts';
import { conditionOf, type Condition, type SearchMoment } from './search-conditions.ts';

/** What each order sorts by; the local key breaks ties, so that pages neither repeat nor skip a card. */
const keys = {
  added: null,
  due: 'coalesce(s.due_day * 86400000, s.due_at)',
  stability: 's.stability',
  lapses: 's.lapses',
} as const;

export type Sort = keyof typeof keys;
type Values = Record<string, SqlValue>;

export type FoundState = {
  card: number;
  suspended: number;
  flag: number;
  phase: number;
  due_day: number | null;
  due_at: number | null;
  interval_days: number;
  stability: number | null;
  lapses: number;
  reps: number;
  buried_on: number | null;
};

/** Which cards are meant, as SQL with its values. */
export type CardFilter = { where: string; values: Values };

const orderBy = (sort: Sort, descending: boolean): string => {
  const direction = descending ? ' DESC' : '';
  const key = keys[sort];
  // Cards without a due date or a memory come last, whichever way the others go.
  return `${key === null ? '' : `${key} IS NULL, ${key}${direction}, `}c.id${direction}`;
};

/**
 * Texts of the shapes that were asked for: a search has few of them, each planned once. Values never stand in a text, and
 * the number of terms is bounded.
 */
const shapes = new Map<string, StatementDef<Values, unknown>>();

const shaped = <Row>(sql: string): StatementDef<Values, Row> => {
  let def = shapes.get(sql);
  if (def === undefined) {
    def = statement<Values, unknown>(`library.cards.${shapes.size + 1}`, sql);
    shapes.set(sql, def);
  }
  // Checked border: the text above says which columns it gives.
  return def as StatementDef<Values, Row>;
};

const from = ({ where }: CardFilter): string =>
  `FROM cards c JOIN card_states s ON s.card_id = c.id WHERE c.deleted_at IS NULL${where}`;

export const countOf = (filter: CardFilter): StatementDef<Values, { n: number }> =>
  shaped(`SELECT count(*) AS n ${from(filter)}`);

export const pageOf = (
  filter: CardFilter,
  sort: Sort,
  descending: boolean,
): StatementDef<Values, FoundState> =>
  shaped(
    `SELECT c.id AS card, c.suspended, c.flag, s.phase, s.due_day, s.due_at, s.interval_days, s.stability, s.lapses,
       s.reps, s.buried_on ${from(filter)} ORDER BY ${orderBy(sort, descending)} LIMIT @limit OFFSET @offset`,
  );

export const uidsOf = (
  filter: CardFilter,
  sort: Sort,
  descending: boolean,
): StatementDef<Values, { uid: Uint8Array }> =>
  shaped(`SELECT c.uid ${from(filter)} ORDER BY ${orderBy(sort, descending)} LIMIT @limit`);

/** `lectures` are the local keys of the scope, null for the whole library. */
export const cardFilter = (
  search: string,
  lectures: readonly number[] | null,
  moment: SearchMoment,
): CardFilter | { problem: SearchProblem } | undefined => {
  const parsed = parseSearch(search);
  if ('problem' in parsed) return parsed;
  if (parsed.hasNothing) return undefined;
  const conditions: Condition[] = parsed.terms.map((term) => conditionOf(term, moment));
  if (lectures !== null)
    conditions.unshift({
      sql: (name) => `c.lecture_id IN (SELECT value FROM json_each(${name('lectures')}))`,
      values: { lectures: JSON.stringify(lectures) },
    });
  const values: Values = {};
  const where = conditions.map(({ sql, values: own }, index) => {
    for (const [key, value] of Object.entries(own)) values[`${key}${index}`] = value;
    return ` AND ${sql((key) => `@${key}${index}`)}`;
  });
  return { where: where.join(''), values };
};
