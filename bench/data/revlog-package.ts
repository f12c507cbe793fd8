import { dirname, join } from 'node:path';
import {
  basicNoteType,
  type DescribedCard,
  type DescribedNote,
  type DescribedReview,
  type PackageDescription,
} from '#core/exchange/anki/testing/package-description.ts';
import { readText } from './answers.ts';

const dayMs = 86_400_000;
const rolloverMs = 4 * 3_600_000;

type Line = Readonly<Record<string, string>>;

const readLines = (path: string): Line[] => {
  const [header = '', ...lines] = readText(path)
    .split(/\r?\n/u)
    .filter((line) => line !== '');
  const names = header.split(',');
  return lines.map((line) => {
    const values = line.split(',');
    return Object.fromEntries(names.map((name, place) => [name, values[place] ?? '']));
  });
};

const dayOf = (at: number): number => Math.floor((at - rolloverMs) / dayMs);

/** The day that due days of reviews are counted from: what most cards in review agree on. */
const firstDayOf = (cards: readonly Line[], lastReviews: ReadonlyMap<string, number>): number => {
  const votes = new Map<number, number>();
  for (const { id = '', type, due, ivl, odid } of cards) {
    const last = lastReviews.get(id);
    if (type !== '2' || odid !== '0' || last === undefined) continue;
    const day = dayOf(last) + Number(ivl) - Number(due);
    votes.set(day, (votes.get(day) ?? 0) + 1);
  }
  return [...votes].toSorted(([, a], [, b]) => b - a)[0]?.[0] ?? 0;
};

/**
 * The published history as the package its learner would have exported: every card with its schedule, every review; the
 * texts, which are not published, are the numbers of the notes.
 * @param path of revlog.csv.gz; cards.csv.gz lies beside it
 */
export const revlogPackage = (path: string): PackageDescription => {
  const reviews = readLines(path);
  const cards = readLines(join(dirname(path), 'cards.csv.gz'));
  const lastReviews = new Map<string, number>();
  for (const { id, cid = '' } of reviews)
    lastReviews.set(cid, Math.max(lastReviews.get(cid) ?? 0, Number(id)));
  const decks = [...new Set(cards.map(({ did, odid }) => (odid === '0' ? did : odid) ?? '1'))];
  const sides = Math.max(...cards.map(({ ord }) => Number(ord))) + 1;
  const [template] = basicNoteType(1).templates;
  if (template === undefined) throw new Error('the basic note type has a card');
  const noteType = {
    ...basicNoteType(1),
    templates: Array.from({ length: sides }, (_, side) => ({ ...template, name: `Card ${side + 1}` })),
  };
  const noteIds = [...new Set(cards.map(({ nid = '' }) => nid))];
  return {
    createdAt: (firstDayOf(cards, lastReviews) * dayMs + rolloverMs) / 1000,
    decks: [
      { id: 1, name: 'Default' },
      ...decks.map((id, place) => ({ id: Number(id), name: `Published history::Deck ${place + 1}` })),
    ],
    noteTypes: [noteType],
    notes: noteIds.map((id): DescribedNote => ({
      id: Number(id),
      guid: `published-${id}`,
      noteTypeId: noteType.id,
      fields: [`Note ${id}`, `Answer of ${id}`],
    })),
    cards: cards.map((card): DescribedCard => ({
      id: Number(card['id']),
      noteId: Number(card['nid']),
      deckId: Number(card['odid'] === '0' ? card['did'] : card['odid']),
      ordinal: Number(card['ord']),
      type: Number(card['type']),
      queue: Number(card['queue']),
      due: Number(card['odid'] === '0' ? card['due'] : card['odue']),
      intervalDays: Number(card['ivl']),
      factor: Number(card['factor']),
      reps: Number(card['reps']),
      lapses: Number(card['lapses']),
      left: Number(card['left']),
    })),
    reviews: reviews.map((review): DescribedReview => ({
      id: Number(review['id']),
      cardId: Number(review['cid']),
      ease: Number(review['ease']),
      interval: Number(review['ivl']),
      lastInterval: Number(review['lastIvl']),
      factor: Number(review['factor']),
      durationMs: Number(review['time']),
      type: Number(review['type']),
    })),
    media: [],
  };
};
