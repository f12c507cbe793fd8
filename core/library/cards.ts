import type { OutputOf, ParsedInputOf } from '../rpc/contract.ts';
import { readSettings } from '../settings/read-settings.ts';
import type { StoreReader } from '../store/reader.ts';
import { uidToHex } from '../store/uid.ts';
import { cardSourceById } from './card-source.ts';
import type { libraryContract } from './contract.ts';
import { plainText } from './render/plain-text.ts';
import { renderCard } from './render/render-card.ts';
import { resolveScope } from './scope.ts';
import { cardFilter, countOf, pageOf, uidsOf, type FoundState } from './search/card-filter.ts';
import type { SearchMoment } from './search/search-conditions.ts';

type Input = ParsedInputOf<typeof libraryContract, 'library.cards'>;
type Output = OutputOf<typeof libraryContract, 'library.cards'>;
type Row = Output['rows'][number];
type SelectInput = ParsedInputOf<typeof libraryContract, 'library.select'>;
type SelectOutput = OutputOf<typeof libraryContract, 'library.select'>;

/** The day a search is asked on, and when it began. */
export type SearchDay = Pick<SearchMoment, 'today' | 'dayStart'>;

const phases = ['new', 'learning', 'review', 'relearning'] as const;

const view = (reader: StoreReader, row: FoundState, today: number): Row => {
  const source = cardSourceById(reader, row.card);
  return {
    uid: uidToHex(source.uid),
    note: uidToHex(source.note_uid),
    question: plainText(renderCard(source.input).questionHtml, 200),
    template: source.template,
    lecture: source.lecture_path,
    tags: source.tags,
    phase: phases[row.phase] ?? 'new',
    suspended: row.suspended === 1,
    buried: row.buried_on === today,
    flag: row.flag,
    dueDay: row.due_day,
    dueAt: row.due_at,
    intervalDays: row.interval_days,
    stability: row.stability,
    lapses: row.lapses,
    reps: row.reps,
  };
};

const filterOf = (reader: StoreReader, { scope, search }: SelectInput | Input, day: SearchDay) =>
  cardFilter(search, resolveScope(reader, scope).lectures, {
    ...day,
    leechThreshold: readSettings(reader)['study.leechThreshold'],
  });

/** One page of cards. */
export const cards = (reader: StoreReader, input: Input, day: SearchDay): Output => {
  const filter = filterOf(reader, input, day);
  if (filter === undefined) return { total: 0, rows: [], problem: null };
  if ('problem' in filter) return { total: 0, rows: [], problem: filter.problem };
  const rows = reader.all(pageOf(filter, input.sort, input.descending), {
    ...filter.values,
    limit: input.limit,
    offset: input.offset,
  });
  return {
    total: reader.get(countOf(filter), filter.values)?.n ?? 0,
    rows: rows.map((row) => view(reader, row, day.today)),
    problem: null,
  };
};

/** The cards of a search by uid, as many as can be changed at once. */
export const select = (reader: StoreReader, input: SelectInput, day: SearchDay): SelectOutput => {
  const filter = filterOf(reader, input, day);
  if (filter === undefined || 'problem' in filter) return { total: 0, cards: [] };
  return {
    total: reader.get(countOf(filter), filter.values)?.n ?? 0,
    cards: reader
      .all(uidsOf(filter, input.sort, input.descending), { ...filter.values, limit: input.limit })
      .map(({ uid }) => uidToHex(uid)),
  };
};
