import type { Handlers } from '../rpc/compose.ts';
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
type HeavyQueries = Pick<Library, 'library.cards'>;

/** Queries that a read-only worker answers. */
export const libraryHeavyQueries = (reader: StoreReader): HeavyQueries => ({
  'library.cards': (input) => cards(reader, input, resolveScope(reader, input.scope).lectures),
});

export const libraryService = (store: Store, heavy: HeavyQueries): Library => ({
  ...heavy,
  'library.tree': () => tree(store, today(store, store.clock)),
  'library.card': ({ card }) => renderCardById(store, cardIdOf(store, card)),
  'library.find': ({ text, limit }) => find(store, text, limit),
  'library.media': ({ name }) => media(store, store.profile, name),
  'library.rename': ({ kind, uid, title }) => rename(store, { kind, uid }, title),
  'library.remove': ({ kind, uid }) => remove(store, { kind, uid }),
});

const today = (reader: StoreReader, clock: Clock): number =>
  localMoment(clock.now(), clock, readSettings(reader)).studyDay;
