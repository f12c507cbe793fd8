import { formatBytes, formatNumber, plural } from '../format.ts';

const steps: Record<string, string> = {
  export_notes: 'Notes',
  export_cards: 'Cards',
  export_reviews: 'Reviews',
  export_log: 'Reviews',
  export_media: 'Media',
};

export const exporting = {
  title: 'Export for Anki',
  open: 'Export for Anki',
  openAll: 'Export everything',
  allHint:
    'Everything in your library as a file that Anki, AnkiDroid and AnkiMobile open, with its history if you like.',
  everything: 'Your whole library',
  holds: (title: string, notes: number, cards: number, answers: number) =>
    `${title}: ${plural(notes, 'note', 'notes')}, ${plural(cards, 'card', 'cards')}, ${plural(answers, 'answer', 'answers')}.`,
  empty: 'There is nothing to export here: no card lies in this place.',
  format: 'Kind of file',
  formatHint: 'A deck is added to what is there already. A collection takes the place of all of it.',
  formats: { apkg: 'Deck (.apkg)', colpkg: 'Whole collection (.colpkg)' },
  layout: 'For which version',
  layoutHint: 'The older one only for a program that cannot open the newer.',
  layouts: { new: 'Anki 2.1.50 and later', legacy: 'Anki before 2.1.50' },
  scheduling: 'History and due dates',
  schedulingHint: 'Off, every card is new for whoever opens the file: right for sharing, wrong for moving.',
  media: 'Pictures and sounds',
  mediaHint: (files: number, bytes: number, isAll: boolean) =>
    files === 0
      ? 'There are none.'
      : isAll
        ? `${plural(files, 'file', 'files')}, ${formatBytes(bytes)}.`
        : `Those that these cards show, of ${plural(files, 'file', 'files')} (${formatBytes(bytes)}) in all.`,
  presets: 'Study options',
  presetsHint: 'Limits, steps and desired retention of each course.',
  start: 'Export',
  packing: 'Packing',
  fetching: 'Handing over the file',
  /** A step and how far it is; one that does not say how long it is says its name alone. */
  progress: (step: string, done: number, total: number) =>
    total === 0
      ? (steps[step] ?? '')
      : `${steps[step] ?? ''}: ${formatNumber(done)} of ${formatNumber(total)}`,
  fetched: (done: number, total: number) => `${formatBytes(done)} of ${formatBytes(total)}`,
  done: (name: string) => `${name} is ready.`,
  doneHint: (bytes: number) =>
    `${formatBytes(bytes)}. Your browser has put it where your downloads go, or asked you where to.`,
  counted: (notes: number, cards: number, reviews: number, media: number) =>
    `${plural(notes, 'note', 'notes')}, ${plural(cards, 'card', 'cards')}, ${plural(reviews, 'entry of the history', 'entries of the history')}, ${plural(media, 'media file', 'media files')}.`,
  missing: (count: number) =>
    `${plural(count, 'media file is', 'media files are')} gone from this computer and not in the package. A backup may still have them.`,
  again: 'Try again',
} as const;
