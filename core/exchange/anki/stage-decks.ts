import { derivedUid } from '../../store/uid.ts';
import type { StagedFile } from '../staged/staged-file.ts';
import type { AnkiDeck } from './anki-package.ts';

/** The deck that Anki makes by itself; its cards go to a course of this name. */
const defaultDeck = 1;
const defaultTitle = 'Imported';

/** `preset`: the staged options that the deck names; null for those of the settings. */
type Planned = { id: number; path: string[]; description: string; preset: number | null };

/** Every collection has deck 1, so its number says nothing about which deck it is: its path does. */
const identity = (deck: { id: number; path: readonly string[] }): string =>
  deck.id === defaultDeck || deck.id <= 0 ? `path ${deck.path.join('\u001f')}` : `id ${deck.id}`;

const titled = (deck: AnkiDeck, presets: ReadonlySet<number>): Planned => ({
  id: deck.id,
  path: deck.id === defaultDeck && deck.path.length === 1 ? [defaultTitle] : deck.path,
  description: deck.description,
  preset: presets.has(deck.presetId) ? deck.presetId : null,
});

/**
 * Decks become courses and lectures: `A::B::C` is course A with lecture B and, nested in it, C. Cards that lie in A
 * itself get a lecture of A's name. Only decks that hold cards come, with what is above them.
 */
export class DeckStager {
  readonly #file: StagedFile;
  readonly #decks: Map<number, Planned>;
  readonly #byPath: Map<string, Planned>;
  readonly #courses = new Map<string, number>();
  readonly #lectures = new Map<string, number>();
  readonly #lectureOfDeck = new Map<number, number>();
  readonly #fallback: Planned = { id: 0, path: [defaultTitle], description: '', preset: null };

  /** `presets`: numbers of the options that were staged. */
  constructor(file: StagedFile, decks: readonly AnkiDeck[], presets: ReadonlySet<number> = new Set()) {
    this.#file = file;
    this.#decks = new Map(
      decks.filter((deck) => !deck.filtered).map((deck) => [deck.id, titled(deck, presets)]),
    );
    this.#byPath = new Map([...this.#decks.values()].map((deck) => [deck.path.join('\u001f'), deck]));
  }

  /** The staged lecture for cards of a deck; a deck that the package does not list counts as the default one. */
  lectureFor(deckId: number): number {
    const known = this.#lectureOfDeck.get(deckId);
    if (known !== undefined) return known;
    const deck = this.#decks.get(deckId) ?? this.#fallback;
    const lecture = this.#lecture(deck.path, true);
    this.#lectureOfDeck.set(deckId, lecture);
    return lecture;
  }

  /** A lecture for what has none of its own: the first there is. */
  anyLecture(): number {
    return this.#lectures.values().next().value ?? this.lectureFor(0);
  }

  #at(path: readonly string[]): Planned {
    return this.#byPath.get(path.join('\u001f')) ?? { id: 0, path: [...path], description: '', preset: null };
  }

  #course(title: string): number {
    const known = this.#courses.get(title);
    if (known !== undefined) return known;
    const deck = this.#at([title]);
    const sid = this.#courses.size + 1;
    this.#file.insert('courses', {
      sid,
      uid: derivedUid('anki:course', identity(deck)),
      title,
      description: deck.description,
      preset: deck.preset,
      source_id: identity(deck),
    });
    this.#courses.set(title, sid);
    return sid;
  }

  #lecture(path: readonly string[], holdsCards: boolean): number {
    const [root, ...below] = path;
    const course = this.#course(root ?? defaultTitle);
    const key = path.join('\u001f');
    let sid = this.#lectures.get(key);
    if (sid === undefined) {
      const deck = this.#at(path);
      const parent = below.length > 1 ? this.#lecture(path.slice(0, -1), false) : null;
      sid = this.#lectures.size + 1;
      this.#lectures.set(key, sid);
      this.#file.insert('lectures', {
        sid,
        uid: derivedUid('anki:lecture', identity(deck)),
        course,
        parent,
        title: path.at(-1) ?? defaultTitle,
        // Options are each deck's own there; here a place says only what differs from what it lies in.
        preset: deck.preset === this.#at(path.slice(0, -1)).preset ? null : deck.preset,
        source_id: identity(deck),
      });
    }
    if (holdsCards) this.#objective(sid, path);
    return sid;
  }

  /** A lecture that holds cards is something to learn: one objective, all of its cards. */
  #objective(lecture: number, path: readonly string[]): void {
    this.#file.insert('objectives', {
      sid: lecture,
      uid: derivedUid('anki:objective', identity(this.#at(path))),
      lecture,
      title: path.at(-1) ?? defaultTitle,
      whole_lecture: 1,
    });
  }
}
