import type { ResolvedScope } from '../../library/scope.ts';
import type { StoreReader } from '../../store/reader.ts';
import { statement } from '../../store/statements.ts';
import { uidFromHex } from '../../store/uid.ts';
import type { DayPlan, PlanEntry } from '../plan-day.ts';
import { spaceSiblings } from '../space-siblings.ts';
import { reschedules, type CustomStudy } from './contract.ts';

type Params = {
  today: number;
  days: number;
  since: number;
  tag: string;
  objective: Uint8Array;
  session: number;
  lectures: string | null;
  limit: number;
};
type Row = { card_id: number; lecture_id: number; note_id: number; fresh: number };

const dayMs = 86_400_000;

const ofTag = `SELECT c.id FROM tags t JOIN note_tags nt ON nt.tag_id = t.id JOIN cards c ON c.note_id = nt.note_id
  WHERE t.name = @tag OR (t.name > @tag || '::' AND t.name < @tag || ':;')`;
const ofObjective = `SELECT oc.card_id FROM objective_cards oc JOIN learning_objectives o ON o.id = oc.objective_id
    WHERE o.uid = @objective
  UNION SELECT c.id FROM objective_rules r JOIN learning_objectives o ON o.id = r.objective_id
    JOIN cards c ON c.lecture_id = r.lecture_id WHERE o.uid = @objective`;
const forgotten = `SELECT r.card_id FROM reviews r WHERE r.rating = 1 AND r.study_day > @today - @days AND r.study_day <= @today
  AND NOT EXISTS (SELECT 1 FROM log_undos u WHERE u.target_uid = r.uid AND u.undone = 1)`;
// What the twin's last look kept, less what was answered since: core/twin/recall/still-at-risk.ts counts the same.
const ofLook = (column: string): string =>
  `(SELECT ${column} FROM learning_profiles WHERE component = 'recall_at_risk')`;
const atRisk = `s.card_id IN (SELECT value FROM json_each(${ofLook('estimate')}, '$.cards'))
  AND coalesce(s.last_at, 0) <= ${ofLook('computed_at')}`;

const cardsOf = {
  all: 's.queue >= 0',
  new: 's.queue = 0',
  due: '(s.queue = 1 OR (s.queue = 2 AND s.due_day <= @today))',
  seen: 's.queue >= 1',
} as const;

const prefixed = <K extends string>(
  kind: K,
  condition: string,
): Record<`${K}.${keyof typeof cardsOf}`, string> =>
  Object.fromEntries(
    Object.entries(cardsOf).map(([cards, state]) => [`${kind}.${cards}`, `${state} AND ${condition}`]),
    // Checked border: the map above makes exactly these keys.
  ) as Record<`${K}.${keyof typeof cardsOf}`, string>;

const conditions = {
  ahead: 's.queue = 2 AND s.due_day > @today AND s.due_day <= @today + @days',
  forgotten: `s.queue >= 0 AND s.card_id IN (${forgotten})`,
  preview: 's.queue = 0 AND (SELECT created_at FROM cards WHERE id = s.card_id) >= @since',
  cram: 's.queue >= 0',
  at_risk: `s.queue = 2 AND ${atRisk}`,
  ...prefixed('tag', `s.card_id IN (${ofTag})`),
  ...prefixed('objective', `s.card_id IN (${ofObjective})`),
  ...prefixed('state', 'TRUE'),
};

const orders = {
  // Weakest first: elapsed days / stability grows as retrievability falls. What has no memory yet comes last.
  retrievability: 's.stability IS NULL, -max(0, @today - s.last_day) / s.stability, s.card_id',
  due: 'coalesce(s.due_day, s.due_at / 86400000, 1e9), s.position, s.card_id',
  added: 's.card_id DESC',
  lapses: 's.lapses DESC, s.card_id',
  // Another multiplier, another order; the same for all of a session.
  random: '(s.card_id * (2654435761 + 2 * @session)) % 4294967291',
} as const;

const conditionOf = (custom: CustomStudy): keyof typeof conditions =>
  'cards' in custom ? `${custom.kind}.${custom.cards}` : custom.kind;

const scoped = `(@lectures IS NULL OR s.lecture_id IN (SELECT value FROM json_each(@lectures)))
  AND (s.buried_on IS NULL OR s.buried_on <> @today)`;
const counts = new Map(
  Object.entries(conditions).map(([name, condition]) => [
    name,
    statement<Params, { n: number }>(
      `custom.count.${name}`,
      `SELECT count(*) AS n FROM card_states s WHERE ${condition} AND ${scoped}`,
    ),
  ]),
);
const lists = new Map(
  Object.entries(conditions).flatMap(([name, condition]) =>
    Object.entries(orders).map(([order, by]) => [
      `${name}.${order}`,
      statement<Params, Row>(
        `custom.list.${name}.${order}`,
        `SELECT s.card_id, s.lecture_id, coalesce(s.note_id, (SELECT note_id FROM cards WHERE id = s.card_id)) AS note_id,
           s.queue = 0 AS fresh
         FROM card_states s WHERE ${condition} AND ${scoped}
           AND s.card_id NOT IN (SELECT card_id FROM live_reviews WHERE session_id = @session)
         ORDER BY ${by} LIMIT @limit`,
      ),
    ]),
  ),
);
const answered = statement<{ session: number }, Row & { rating: number }>(
  'custom.answered',
  `SELECT r.card_id, r.rating, s.lecture_id, s.queue = 0 AS fresh,
     coalesce(s.note_id, (SELECT note_id FROM cards WHERE id = s.card_id)) AS note_id
   FROM live_reviews r JOIN card_states s ON s.card_id = r.card_id
   WHERE r.session_id = @session AND s.queue >= 0 ORDER BY r.at, r.uid`,
);

type Asked = {
  custom: CustomStudy;
  scope: ResolvedScope;
  today: number;
  now: number;
  /** The session's local key; 0 where none is open yet. */
  session: number;
};

const paramsOf = ({ custom, scope, today, now, session }: Asked): Params => {
  const days = 'days' in custom ? custom.days : 0;
  return {
    today,
    days,
    since: now - days * dayMs,
    tag: custom.kind === 'tag' ? custom.tag.normalize('NFC') : '',
    objective: custom.kind === 'objective' ? uidFromHex(custom.objective) : new Uint8Array(),
    session,
    lectures: scope.lectures === null ? null : JSON.stringify(scope.lectures),
    limit: custom.limit,
  };
};

const declared = <T>(statements: ReadonlyMap<string, T>, name: string): T => {
  const found = statements.get(name);
  if (found === undefined) throw new Error(`no statement for ${name}`);
  return found;
};

const entryOf = (row: Row): PlanEntry => ({
  card: row.card_id,
  lecture: row.lecture_id,
  note: row.note_id,
  fresh: row.fresh === 1,
});

/** How many cards a choice finds, cut to its limit. */
export const countCustom = (reader: StoreReader, asked: Asked): number => {
  const counted = reader.get(declared(counts, conditionOf(asked.custom)), paramsOf(asked));
  return Math.min(counted?.n ?? 0, asked.custom.limit);
};

/**
 * The cards of a session of one's own choice that are still to come: its limit less those answered in it. In practice a
 * card answered Forgot comes back at the end until it is remembered; otherwise its steps bring it back.
 */
export const planCustom = (reader: StoreReader, asked: Asked): DayPlan => {
  const { custom, session } = asked;
  const last = new Map(reader.all(answered, { session }).map((row) => [row.card_id, row]));
  const again = reschedules(custom) ? [] : [...last.values()].filter(({ rating }) => rating === 1);
  const limit = Math.max(0, custom.limit - last.size);
  const rows = reader.all(declared(lists, `${conditionOf(custom)}.${custom.order}`), {
    ...paramsOf(asked),
    limit,
  });
  const sequence = spaceSiblings([...rows, ...again].map(entryOf), ({ note }) => note);
  return {
    sequence,
    fresh: sequence.filter(({ fresh }) => fresh).length,
    buried: 0,
    cut: { reviews: 0, fresh: 0 },
  };
};
