import { formatBytes, formatNumber, formatPercent, plural } from '../format.ts';

const warnings: Record<string, (count: number) => string> = {
  'media-missing': (count) =>
    `${plural(count, 'media file is', 'media files are')} listed but not in the package.`,
  'media-renamed': (count) =>
    `${plural(count, 'media file has', 'media files have')} a name that is taken and will get another one.`,
  'scripts-dropped': (count) => `${plural(count, 'card carries', 'cards carry')} scripts; they will not run.`,
};

const steps: Record<string, string> = {
  upload: 'Reading the file',
  open: 'Opening the package',
  unpack: 'Unpacking',
  notes: 'Notes',
  cards: 'Cards',
  reviews: 'Reviews',
  media: 'Media',
  compare: 'Comparing with your library',
  merge: 'Adding to your library',
  derive: 'Computing memory states',
};

export const exchange = {
  title: 'Import an Anki package',
  reading: (name: string) => `Reading ${name}`,
  step: (step: string) => steps[step] ?? 'Working',
  progress: (done: number, total: number) =>
    total === 0 ? formatNumber(done) : `${formatNumber(done)} of ${formatNumber(total)}`,
  uploaded: (sent: number, total: number) =>
    `${formatBytes(sent)} of ${formatBytes(total)} (${formatPercent(total === 0 ? 1 : sent / total)})`,
  previewText: (label: string) => `${label} holds this. Nothing has been changed yet.`,
  columns: { what: 'What', added: 'New', existing: 'Already here', updated: 'Updated' },
  notes: 'Notes',
  cards: 'Cards',
  reviews: 'Reviews',
  scheduleChanges: 'Schedule changes',
  media: 'Media',
  courses: 'Courses',
  courseRow: (cards: number, exists: boolean) =>
    `${plural(cards, 'card', 'cards')} · ${exists ? 'already here' : 'new'}`,
  warnings: 'Good to know',
  warning: (code: string, count: number) =>
    warnings[code]?.(count) ?? `${plural(count, 'thing', 'things')} could not be taken over (${code}).`,
  nothingNew: 'Everything in this package is already in your library.',
  merge: 'Import',
  merging: 'Adding to your library',
  stop: 'Stop',
  stopped: 'The import was stopped; nothing was changed.',
  reportText: (label: string) => `${label} is in your library.`,
  study: 'Start studying',
  number: formatNumber,
  files: '.apkg,.colpkg',
  wrongFile: 'Americano imports files that end in .apkg or .colpkg.',
  chooseAnother: 'Choose another file',
} as const;
