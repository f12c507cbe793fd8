import type { SqlValue } from '../../store/statements.ts';
import type { CardSearchState, Property, SearchTerm } from './parse-search.ts';

/** When a search is asked: what is due, buried or recent depends on it. */
export type SearchMoment = { today: number; dayStart: number; leechThreshold: number };

/** One condition as SQL on `cards c` and `card_states s`. Its shape is its text; values are parameters. */
export type Condition = { sql: (name: (key: string) => string) => string; values: Record<string, SqlValue> };

const dayMs = 86_400_000;

/** Words as an FTS5 query: quotes make operators harmless, and the last word of each term may be unfinished. */
const matchOf = (words: readonly string[], isPhrase: boolean): string =>
  isPhrase ? `"${words.join(' ')}"` : words.map((word) => `"${word}"*`).join(' ');

const likeOf = (name: string): string => name.replace(/[\\%_]/g, '\\$&').replaceAll('*', '%');

const leechTag = `c.note_id IN (SELECT nt.note_id FROM tags t JOIN note_tags nt ON nt.tag_id = t.id WHERE t.name = 'leech')`;
const isState: Record<CardSearchState, (moment: SearchMoment) => Condition> = {
  due: ({ today }) => ({
    sql: (name) =>
      `((s.queue = 2 AND s.due_day <= ${name('today')}) OR s.queue = 1) AND (s.buried_on IS NULL OR s.buried_on <> ${name('today')})`,
    values: { today },
  }),
  new: () => ({ sql: () => 's.phase = 0', values: {} }),
  learn: () => ({ sql: () => 's.phase IN (1, 3)', values: {} }),
  review: () => ({ sql: () => 's.phase = 2', values: {} }),
  suspended: () => ({ sql: () => 'c.suspended = 1', values: {} }),
  buried: ({ today }) => ({
    // The column of the state: null and another day are no answer to a minus, so both are said.
    sql: (name) => `(s.buried_on IS NOT NULL AND s.buried_on = ${name('today')})`,
    values: { today },
  }),
  leech: ({ leechThreshold }) => ({
    sql: (name) => `(s.lapses >= ${name('threshold')} OR ${leechTag})`,
    // 0 turns the rule off: then only the tag says it.
    values: { threshold: leechThreshold === 0 ? Number.MAX_SAFE_INTEGER : leechThreshold },
  }),
  flagged: () => ({ sql: () => 'c.flag > 0', values: {} }),
};

const columns: Record<Property, string> = {
  stability: 's.stability',
  difficulty: 's.difficulty',
  lapses: 's.lapses',
  reps: 's.reps',
  interval: 's.interval_days',
  due: 's.due_day',
};

type NameKind = 'tag' | 'course' | 'lecture' | 'note';
const byName: Record<NameKind, (like: string) => string> = {
  // A tag with what is nested in it, whichever case it is written in.
  tag: (like) => `c.note_id IN (SELECT nt.note_id FROM tags t JOIN note_tags nt ON nt.tag_id = t.id
    WHERE t.name LIKE ${like} ESCAPE '\\' OR t.name LIKE ${like} || '::%' ESCAPE '\\')`,
  course: (like) => `c.lecture_id IN (SELECT l.id FROM courses co JOIN lectures l ON l.course_id = co.id
    WHERE co.title LIKE '%' || ${like} || '%' ESCAPE '\\')`,
  lecture: (like) => `c.lecture_id IN (WITH RECURSIVE named (id) AS (
      SELECT id FROM lectures WHERE title LIKE '%' || ${like} || '%' ESCAPE '\\'
      UNION SELECT l.id FROM lectures l JOIN named n ON l.parent_id = n.id) SELECT id FROM named)`,
  note: (like) => `c.note_id IN (SELECT n.id FROM note_types ty JOIN notes n ON n.note_type_id = ty.id
    WHERE ty.name LIKE '%' || ${like} || '%' ESCAPE '\\')`,
};

const positive = (term: SearchTerm, moment: SearchMoment): Condition => {
  switch (term.kind) {
    case 'text':
      return {
        sql: (name) =>
          `c.note_id IN (SELECT rowid FROM note_search WHERE note_search MATCH ${name('match')})`,
        values: { match: matchOf(term.words, term.isPhrase) },
      };
    case 'is':
      return isState[term.state](moment);
    case 'tag':
      if (term.name.toLowerCase() === 'none')
        return { sql: () => 'c.note_id NOT IN (SELECT note_id FROM note_tags)', values: {} };
      return { sql: (name) => byName.tag(name('like')), values: { like: likeOf(term.name) } };
    case 'course':
    case 'lecture':
    case 'note':
      return { sql: (name) => byName[term.kind](name('like')), values: { like: likeOf(term.name) } };
    case 'flag':
      return { sql: (name) => `c.flag = ${name('flag')}`, values: { flag: term.flag } };
    case 'prop': {
      const column = columns[term.property];
      const value = term.property === 'due' ? moment.today + term.value : term.value;
      // What has no such value is on neither side of it.
      return {
        sql: (name) => `(${column} IS NOT NULL AND ${column} ${term.comparison} ${name('value')})`,
        values: { value },
      };
    }
    case 'rated': {
      // The last answer's day is known of every card; only the log of those that are recent enough is looked into.
      const since = moment.today - term.days + 1;
      const recent = (name: (key: string) => string): string =>
        `(s.last_day IS NOT NULL AND s.last_day >= ${name('since')})`;
      if (term.rating === undefined) return { sql: recent, values: { since } };
      return {
        sql: (name) => `(${recent(name)} AND EXISTS (SELECT 1 FROM live_reviews r WHERE r.card_id = c.id
          AND r.at >= ${name('from')} AND r.study_day >= ${name('since')} AND r.rating = ${name('rating')}))`,
        // A day early: the log is keyed by the instant, and the day decides.
        values: { since, from: moment.dayStart - term.days * dayMs, rating: term.rating },
      };
    }
    case 'added':
      return {
        sql: (name) => `c.created_at >= ${name('from')}`,
        values: { from: moment.dayStart - (term.days - 1) * dayMs },
      };
  }
};

/** A term as a condition; its opposite where it has a minus. */
export const conditionOf = (term: SearchTerm, moment: SearchMoment): Condition => {
  const { sql, values } = positive(term, moment);
  return { sql: term.negated ? (name) => `NOT (${sql(name)})` : sql, values };
};
