import { formatBytes, formatNumber, formatPercent, plural } from '../format.ts';

const warnings: Record<string, (count: number) => string> = {
  missing_media: (count) =>
    `${plural(count, 'media file is', 'media files are')} named in the package but missing from it.`,
  damaged_media: (count) => `${plural(count, 'media file is', 'media files are')} damaged and left out.`,
  renamed_media: (count) =>
    `${plural(count, 'media file gets', 'media files get')} another name: the library has a different file of the same name.`,
  cards_without_note: (count) =>
    `${plural(count, 'card has', 'cards have')} no note and cannot be shown; left out.`,
  notes_without_type: (count) =>
    `${plural(count, 'note has', 'notes have')} no note type and cannot be shown; left out.`,
  impossible_cards: (count) =>
    `${plural(count, 'card has', 'cards have')} an impossible number and cannot be shown; left out.`,
  doubled_cards: (count) =>
    `${plural(count, 'card is', 'cards are')} the same side of the same note as another; the first one stays, with the answers of both.`,
  impossible_reviews: (count) =>
    `${plural(count, 'answer bears', 'answers bear')} a time before 1970 or in the future, from a clock that was wrong; left out.`,
  deleted_cards_with_reviews: (count) =>
    `${plural(count, 'card was', 'cards were')} deleted in Anki while the reviews were kept; they stay in your history.`,
  cards_left_out: (count) =>
    `${plural(count, 'card is', 'cards are')} of a note that is in your library with another note type, which has no such card; left out.`,
  reviews_left_out: (count) =>
    `${plural(count, 'review is', 'reviews are')} of cards that were left out, and left out with them.`,
  schedule_changes_left_out: (count) =>
    `${plural(count, 'schedule change is', 'schedule changes are')} of cards that were left out, and left out with them.`,
  schedules_left_out: (count) =>
    `${plural(count, 'due date is', 'due dates are')} of cards that were left out, and left out with them.`,
};

const steps: Record<string, string> = {
  open: 'Opening the package',
  unpacking: 'Unpacking',
  checking: 'Checking',
  reading: 'Reading',
  note_types: 'Note types',
  decks: 'Decks',
  notes: 'Notes',
  cards: 'Cards',
  reviews: 'Reviews',
  media: 'Media',
  simulate: 'Simulating a learner',
  compare: 'Comparing with your library',
  keep_media: 'Keeping media',
  merge: 'Adding to your library',
};

export const exchange = {
  title: 'Import an Anki package',
  reading: (name: string) => `Reading ${name}`,
  /** A step and how far it is; what is one piece, or of unknown length, says its name alone. */
  progress: (step: string, done: number, total: number) => {
    const name = steps[step] ?? 'Working';
    if (total <= 1) return name;
    const format = step === 'unpacking' ? formatBytes : formatNumber;
    return `${name}: ${format(done)} of ${format(total)}`;
  },
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
  options: 'How to import it',
  notesHere: 'Notes that are here already',
  notesHereHint: 'A note is the same when Anki gave both the same identity.',
  notesChoice: {
    newer: 'Take the package’s where it is newer',
    always: 'Always take the package’s',
    never: 'Keep mine',
  },
  scheduling: 'Due dates and history',
  schedulingHint: 'Without them every card of the package starts as a new card here.',
  presets: 'Deck options',
  presetsHint: (names: readonly string[]) =>
    `${names.slice(0, 3).join(', ')}${names.length > 3 ? ` and ${formatNumber(names.length - 3)} more` : ''}: limits, steps and orders, for courses that are new here.`,
  noteByNote: 'Note by note',
  noteKind: {
    added: 'New',
    newer: 'Newer in the package',
    older: 'Different here, and not older',
    unchanged: 'The same',
    other_type: 'Another note type',
    same_first_field: 'New, but begins like one you have',
  },
  noteKindHint: {
    added: '',
    newer: '',
    older: 'Yours stay, unless you choose otherwise above.',
    unchanged: '',
    other_type:
      'A note of this identity is here with another note type. Where the package’s is newer, or you choose “always” above, it is taken over with its type; cards that type cannot have go to the trash, their history kept.',
    same_first_field: 'They are added: Anki gave them an identity of their own. Look whether you want both.',
  },
  moreNotes: (count: number) => `and ${formatNumber(count)} more`,
  blank: '(blank)',
  stop: 'Stop',
  reportText: (label: string) => `${label} is in your library.`,
  study: 'Start studying',
  number: formatNumber,
  files: '.apkg,.colpkg,.anki2,.anki21',
  wrongFile: 'Americano imports files that end in .apkg, .colpkg, .anki2 or .anki21.',
  chooseAnother: 'Choose another file',
} as const;
