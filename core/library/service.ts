import type { Handlers } from '../rpc/compose.ts';
import type { ParsedInputOf } from '../rpc/contract.ts';
import { localMoment } from '../settings/local-moment.ts';
import { readSettings } from '../settings/read-settings.ts';
import type { Clock } from '../store/clock.ts';
import type { StoreReader } from '../store/reader.ts';
import type { Store } from '../store/store.ts';
import { cardIdOf } from './card-source.ts';
import { cards } from './cards.ts';
import type { libraryContract } from './contract.ts';
import { find } from './find.ts';
import { media } from './media.ts';
import { remove } from './remove.ts';
import { rename } from './rename.ts';
import { renderCardById } from './render-card-by-id.ts';
import { resolveScope } from './scope.ts';
import { tree } from './tree.ts';

type Library = Handlers<typeof libraryContract>;

/** Queries that take too long for the writer's thread; the composition has a worker answer them. */
export const libraryReads = (reader: StoreReader) => ({
  cards: (input: ParsedInputOf<typeof libraryContract, 'library.cards'>) =>
    cards(reader, input, resolveScope(reader, input.scope).lectures),
  tree: (today: number) => tree(reader, today),
});

export type LibraryHeavyReads = {
  cards: Library['library.cards'];
  tree(today: number, signal: AbortSignal): ReturnType<Library['library.tree']>;
};

export const libraryService = (store: Store, heavy: LibraryHeavyReads): Library => ({
  'library.cards': heavy.cards,
  'library.tree': (_input, { signal }) => heavy.tree(today(store, store.clock), signal),
  'library.card': ({ card }) => renderCardById(store, cardIdOf(store, card)),
  'library.find': ({ text, limit }) => find(store, text, limit),
  'library.media': (input) => media(store, store.profile, input),
  'library.rename': ({ kind, uid, title }) => rename(store, { kind, uid }, title),
  'library.remove': ({ kind, uid }) => remove(store, { kind, uid }),
});

const today = (reader: StoreReader, clock: Clock): number =>
  localMoment(clock.now(), clock, readSettings(reader)).studyDay;
