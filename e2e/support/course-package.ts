import { seededRandom, type SeededRandom } from '#core/exchange/anki/testing/seeded-random.ts';
import {
  clozeNoteType,
  reversedNoteType,
  type DescribedCard,
  type DescribedNote,
  type DescribedReview,
  type PackageDescription,
} from '#core/exchange/anki/testing/package-description.ts';
import { cardiology } from './course-texts.ts';

const dayMs = 86_400_000;
const reversed = 101;
const cloze = 102;
/** Cards due on each day from today on: a week as a week is, not a straight line. */
const dueAhead = [9, 7, 10, 6, 3, 8, 5, 2];
/** Cards that were due before today: what a session of yesterday evening finds. */
const lateCards = 24;

/** Our own look, set to the left as a text. */
const css = '.card { text-align: left; }\n';

type History = { reviews: DescribedReview[]; state: Partial<DescribedCard> };

/** Answers at growing intervals whose last one was `interval` days before the card is due. */
const history = (
  cardId: number,
  now: number,
  startOfCollection: number,
  dueIn: number,
  random: SeededRandom,
): History => {
  // The last answer lies before today, however far ahead the card is due.
  const interval = random.whole(Math.max(4, dueIn + 2), 34);
  const days: number[] = [];
  for (let gap = interval, day = dueIn - interval; days.length < 6 && gap >= 1; gap = Math.floor(gap / 2.3)) {
    days.unshift(day);
    day -= gap;
  }
  const reviews = days.map((day, index): DescribedReview => {
    const first = index === 0;
    const forgot = !first && random.unit() < 0.12;
    return {
      id: now + day * dayMs - random.whole(0, 5 * 3_600_000),
      cardId,
      ease: forgot ? 1 : random.unit() < 0.15 ? 2 : 3,
      interval: (days[index + 1] ?? dueIn) - day,
      lastInterval: first ? -600 : day - (days[index - 1] ?? day),
      factor: 2500,
      durationMs: random.whole(2_500, 14_000),
      type: first ? 0 : 1,
    };
  });
  const due = Math.floor((now - startOfCollection * 1000) / dayMs) + dueIn;
  const lapses = reviews.filter(({ ease }) => ease === 1).length;
  return {
    reviews,
    state: { type: 2, queue: 2, due, intervalDays: interval, factor: 2500, reps: reviews.length, lapses },
  };
};

/** How many days from today each studied card is due. */
const dueDays = (): number[] => [
  ...Array.from({ length: lateCards }, (_, index) => -1 - index),
  ...dueAhead.flatMap((count, day) => Array.from({ length: count }, () => day)),
];

/** A course somebody has studied for weeks: half of its cards with a history that leads to `now`. */
export const coursePackage = (now: number): PackageDescription => {
  const random = seededRandom(7);
  const createdAt = Math.floor(now / 1000) - 90 * 86_400;
  const notes: DescribedNote[] = [];
  const cards: DescribedCard[] = [];
  const reviews: DescribedReview[] = [];
  const due = dueDays();
  cardiology.lectures.forEach(({ texts }, lecture) => {
    texts.forEach((fields, index) => {
      // Anki's ids are instants: this one is of a day when the course was written.
      const id = createdAt * 1000 + lecture * 100 + index;
      const isCloze = fields[0].includes('{{c1::');
      notes.push({
        id,
        guid: `cardiology ${lecture} ${index}`,
        noteTypeId: isCloze ? cloze : reversed,
        fields: [...fields],
      });
      const ordinals = isCloze ? new Set(fields[0].match(/\{\{c\d/g)).size : 2;
      for (let ordinal = 0; ordinal < ordinals; ordinal += 1) {
        const cardId = createdAt * 1000 + 1000 + cards.length;
        // The last lecture has only begun.
        const isNew = lecture === cardiology.lectures.length - 1 && index > 2;
        const anyDay = due.splice(random.whole(0, Math.max(0, due.length - 1)), 1)[0] ?? 9;
        // The note with the picture comes today.
        const dueIn = isNew ? undefined : lecture + index === 0 ? 0 : anyDay;
        const past =
          dueIn === undefined ? { reviews: [], state: {} } : history(cardId, now, createdAt, dueIn, random);
        cards.push({
          id: cardId,
          noteId: id,
          deckId: 10 + lecture,
          ordinal,
          due: cards.length,
          ...past.state,
        });
        reviews.push(...past.reviews);
      }
    });
  });
  return {
    createdAt,
    decks: [
      { id: 1, name: 'Default' },
      ...cardiology.lectures.map(({ title }, index) => ({
        id: 10 + index,
        name: `${cardiology.title}::${title}`,
      })),
    ],
    noteTypes: [
      { ...reversedNoteType(reversed), css },
      {
        ...clozeNoteType(cloze),
        css,
        templates: [
          {
            name: 'Cloze',
            questionFormat: '{{cloze:Text}}',
            answerFormat: '{{cloze:Text}}<hr id=answer>{{Back Extra}}',
          },
        ],
      },
    ],
    notes,
    cards,
    reviews: reviews.sort((one, other) => one.id - other.id),
    media: [{ name: 'action-potential.svg', bytes: Buffer.from(actionPotential) }],
  };
};

/** The phases of the action potential of a ventricular cell. */
const actionPotential = `<svg xmlns="http://www.w3.org/2000/svg" width="420" height="200" viewBox="0 0 420 200" fill="none" stroke="#b5653a" stroke-width="3" stroke-linecap="round"><path d="M20 170H110L122 30Q126 20 140 34L160 44Q250 48 290 90T340 170H400"/><g stroke="none" fill="#96705a" font-family="sans-serif" font-size="15"><text x="98" y="105">0</text><text x="140" y="26">1</text><text x="215" y="42">2</text><text x="318" y="110">3</text><text x="370" y="160">4</text><text x="20" y="192">−90 mV</text></g></svg>`;
