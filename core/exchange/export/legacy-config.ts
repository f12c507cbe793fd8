import type { ExportedDeck } from './decks-of-library.ts';
import type { ExportedNoteType } from './note-types-of-library.ts';
import type { ExportedPreset } from './presets-of-library.ts';

/** Anki's own preamble of LaTeX; programs that make pictures of it ask for these two keys. */
const latexPre =
  '\\documentclass[12pt]{article}\n\\special{papersize=3in,5in}\n\\usepackage[utf8]{inputenc}\n\\usepackage{amssymb,amsmath}\n\\pagestyle{empty}\n\\setlength{\\parindent}{0in}\n\\begin{document}\n';
const latexPost = '\\end{document}';
export const latex = { pre: latexPre, post: latexPost };

const byId = <T extends { id: number }>(entries: readonly T[], make: (entry: T) => unknown): string =>
  JSON.stringify(Object.fromEntries(entries.map((entry) => [String(entry.id), make(entry)])));

/** `col.models` of schema 11. */
export const modelsJson = (types: readonly ExportedNoteType[]): string =>
  byId(types, (type) => ({
    id: type.id,
    name: type.name,
    type: type.kind === 'cloze' ? 1 : 0,
    mod: Math.floor(type.modifiedAt / 1000),
    usn: -1,
    sortf: type.sortField,
    did: null,
    tmpls: type.templates.map((template) => ({
      name: template.name,
      ord: template.ordinal,
      qfmt: template.questionFormat,
      afmt: template.answerFormat,
      bqfmt: '',
      bafmt: '',
      did: null,
      bfont: '',
      bsize: 0,
    })),
    flds: type.fields.map((name, ord) => ({
      name,
      ord,
      sticky: false,
      rtl: false,
      font: 'Arial',
      size: 20,
      description: '',
      media: [],
    })),
    css: type.css,
    latexPre,
    latexPost,
    latexsvg: false,
    // Which cards a note has is computed anew by whoever reads this.
    req: type.templates.map((template) => [template.ordinal, 'any', type.fields.map((_, ord) => ord)]),
    tags: [],
    vers: [],
  }));

const deckJson = (deck: { id: number; name: string; description: string; preset: number }) => ({
  id: deck.id,
  name: deck.name,
  mod: 0,
  usn: -1,
  lrnToday: [0, 0],
  revToday: [0, 0],
  newToday: [0, 0],
  timeToday: [0, 0],
  collapsed: false,
  browserCollapsed: true,
  desc: deck.description,
  dyn: 0,
  conf: deck.preset,
  extendNew: 0,
  extendRev: 0,
});

/** Anki compares names without case, and every collection has deck 1, whatever it is called. */
export const nameOfDefault = (decks: readonly ExportedDeck[]): string => {
  const taken = new Set(decks.map((deck) => deck.path.join('::').toLowerCase()));
  let name = 'Default';
  for (let n = 2; taken.has(name.toLowerCase()); n += 1) name = `Default (${n})`;
  return name;
};

/** `col.decks` of schema 11. Every collection has deck 1. */
export const decksJson = (decks: readonly ExportedDeck[], presetOf: (deck: ExportedDeck) => number): string =>
  byId(
    [
      { id: 1, name: nameOfDefault(decks), description: '', preset: 1 },
      ...decks.map((deck) => ({
        id: deck.id,
        name: deck.path.join('::'),
        description: deck.description,
        preset: presetOf(deck),
      })),
    ],
    deckJson,
  );

const mixes = { mixed: 0, after: 1, before: 2 } as const;
const reviewOrders = { retrievability: 11, due: 0, interval: 3, random: 8 } as const;
export const presetNumbers = { mixes, reviewOrders };

/** `col.dconf` of schema 11. */
export const presetsJson = (presets: readonly ExportedPreset[]): string =>
  byId(presets, ({ id, name, values }) => ({
    id,
    name,
    mod: 0,
    usn: -1,
    maxTaken: values.timerCapSeconds,
    autoplay: true,
    timer: values.showTimer ? 1 : 0,
    replayq: true,
    dyn: false,
    new: {
      bury: values.buryNewSiblings,
      delays: values.learningSteps,
      initialFactor: 2500,
      ints: [1, 4, 0],
      order: values.newOrder === 'random' ? 0 : 1,
      perDay: values.newPerDay,
    },
    rev: {
      bury: values.buryReviewSiblings,
      ease4: 1.3,
      ivlFct: 1,
      maxIvl: values.maximumIntervalDays,
      perDay: values.reviewsPerDay,
      hardFactor: 1.2,
    },
    lapse: {
      delays: values.relearningSteps,
      leechAction: values.leechAction === 'suspend' ? 0 : 1,
      leechFails: values.leechThreshold,
      minInt: 1,
      mult: 0,
    },
    desiredRetention: values.desiredRetention,
    newMix: mixes[values.newPlacement],
    reviewOrder: reviewOrders[values.reviewOrder],
    secondsToShowQuestion: values.autoRevealSeconds,
    secondsToShowAnswer: values.autoAnswerSeconds,
  }));
