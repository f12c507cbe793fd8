import type { Handlers } from '../rpc/compose.ts';
import type { ParsedInputOf } from '../rpc/contract.ts';
import { localMoment } from '../settings/local-moment.ts';
import { readSettings } from '../settings/read-settings.ts';
import type { Clock } from '../store/clock.ts';
import { studyDayStart } from '../store/study-day.ts';
import type { StoreReader } from '../store/reader.ts';
import type { Store } from '../store/store.ts';
import { cardIdOf } from './card-source.ts';
import { cards, select, type SearchDay } from './cards.ts';
import type { libraryContract } from './contract.ts';
import { find } from './find.ts';
import { media } from './media.ts';
import { remove } from './remove.ts';
import { rename } from './rename.ts';
import { renderCardById } from './render-card-by-id.ts';
import { tree } from './tree.ts';

type Library = Handlers<typeof libraryContract>;

/** Queries that take too long for the writer's thread; the composition has a worker answer them. */
export const libraryReads = (
  reader: StoreReader,
  dueToday: (today: number) => ReadonlyMap<number, number>,
) => ({
  cards: (asked: ParsedInputOf<typeof libraryContract, 'library.cards'>, day: SearchDay) =>
    cards(reader, asked, day),
  select: (asked: ParsedInputOf<typeof libraryContract, 'library.select'>, day: SearchDay) =>
    select(reader, asked, day),
  tree: (today: number) => tree(reader, dueToday(today)),
});

export type LibraryHeavyReads = {
  cards(
    asked: ParsedInputOf<typeof libraryContract, 'library.cards'>,
    day: SearchDay,
    signal: AbortSignal,
  ): ReturnType<Library['library.cards']>;
  select(
    asked: ParsedInputOf<typeof libraryContract, 'library.select'>,
    day: SearchDay,
    signal: AbortSignal,
  ): ReturnType<Library['library.select']>;
  tree(today: number, signal: AbortSignal): ReturnType<Library['library.tree']>;
};

export const libraryService = (store: Store, heavy: LibraryHeavyReads): Library => ({
  'library.cards': (asked, { signal }) => heavy.cards(asked, searchDay(store, store.clock), signal),
  'library.select': (asked, { signal }) => heavy.select(asked, searchDay(store, store.clock), signal),
  'library.tree': (_input, { signal }) => heavy.tree(today(store, store.clock), signal),
  'library.card': ({ card }) => renderCardById(store, cardIdOf(store, card)),
  'library.find': ({ text, limit }) => find(store, text, limit),
  'library.media': (input) => media(store, store.profile, input),
  'library.rename': ({ kind, uid, title }) => rename(store, { kind, uid }, title),
  'library.remove': ({ kind, uid }) => remove(store, { kind, uid }),
});

const today = (reader: StoreReader, clock: Clock): number =>
  localMoment(clock.now(), clock, readSettings(reader)).studyDay;

const searchDay = (reader: StoreReader, clock: Clock): SearchDay => {
  const settings = readSettings(reader);
  const { studyDay, utcOffsetMin } = localMoment(clock.now(), clock, settings);
  return {
    today: studyDay,
    dayStart: studyDayStart(studyDay, utcOffsetMin, settings['study.rolloverHour']),
  };
};
