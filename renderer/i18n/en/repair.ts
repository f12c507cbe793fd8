import type { RepairCause, RepairFindings, RepairHeld } from '#core/store/repair/contract.ts';
import { formatBytes, formatDateTime, formatList, plural } from '../format.ts';

const held = ({ cards, notes, reviews, courses }: RepairHeld): string =>
  formatList([
    plural(courses, 'course', 'courses'),
    plural(notes, 'note', 'notes'),
    plural(cards, 'card', 'cards'),
    plural(reviews, 'answer', 'answers'),
  ]);

const lostNames: Readonly<Record<string, readonly [one: string, many: string]>> = {
  courses: ['course', 'courses'],
  lectures: ['lecture', 'lectures'],
  learning_objectives: ['objective', 'objectives'],
  notes: ['note', 'notes'],
  cards: ['card', 'cards'],
  reviews: ['answer', 'answers'],
  study_sessions: ['session', 'sessions'],
  media: ['picture or sound', 'pictures and sounds'],
  exams: ['exam', 'exams'],
};

const causes: Readonly<Record<RepairCause, string>> = {
  pages: 'Parts of the file do not read as they were written.',
  cut_off: 'The end of the file is missing.',
  not_a_store: 'The file does not begin as one of ours does.',
  missing: 'The file is not there; only the log of its last changes is.',
  log: 'The log of the last changes has damage in its middle.',
};

export const repair = {
  title: 'This profile is damaged',
  looking: 'Looking at what can be saved',
  lookingText: 'Every page of the file is read. Nothing is changed by it.',
  putting: 'Putting the saved store in its place',
  cause: ({ cause, fileBytes, statedBytes }: RepairFindings): string =>
    cause === 'cut_off' && statedBytes !== null
      ? `${causes[cause]} There are ${formatBytes(fileBytes)} of ${formatBytes(statedBytes)}.`
      : causes[cause],
  safe: 'Nothing has been changed yet. Whatever you choose, the damaged file is kept beside the new one, under a name with today’s date.',
  folder: (folder: string): string => `Folder of the profile: ${folder}`,
  best: 'suggested',
  held,
  lastAnswer: (at: number | null): string =>
    at === null ? 'No answer in it.' : `Last answer ${formatDateTime(at)}.`,
  log: {
    title: 'The whole store',
    text: 'With the log of its last changes, everything is there and sound.',
    alone: 'The store before its last changes',
    aloneText:
      'The log beside the file is damaged or belongs to another one. Without it the store is sound, as it was before the last changes.',
    use: 'Open it',
  },
  salvage: {
    title: 'What can still be read',
    text: (pages: number): string =>
      `Read page by page into a new file. ${plural(pages, 'page of the old one is', 'pages of the old one are')} damaged.`,
    lost: (lost: Readonly<Record<string, number>>): string =>
      `Known to be lost: ${formatList(
        Object.entries(lost).map(([table, count]) => {
          const [one, many] = lostNames[table] ?? ['other', 'others'];
          return plural(count, one, many);
        }),
      )}.`,
    nothingLost: 'Nothing is known to be lost.',
    unreadable: (count: number): string =>
      `${plural(count, 'entry', 'entries')} on pages that can be read could not be.`,
    remade: (count: number): string =>
      `${plural(count, 'card was', 'cards were')} lost and could be made again from what refers to them; flags and suspensions of these are gone.`,
    ghosts: (count: number): string =>
      `${plural(count, 'note or card is', 'notes and cards are')} kept empty in the trash, so that their answers stay.`,
    use: 'Go on with this',
  },
  backup: {
    title: (at: number): string => `The backup of ${formatDateTime(at)}`,
    text: 'Unpacked, read to its end and sound.',
    newer: ({ notes, cards, reviews }: { notes: number; cards: number; reviews: number }): string =>
      notes + cards + reviews === 0
        ? 'What can still be read has nothing that is not in it.'
        : `Not in it, and still readable: ${formatList([
            plural(reviews, 'answer', 'answers'),
            plural(notes, 'note', 'notes'),
            plural(cards, 'card', 'cards'),
          ])}.`,
    use: 'Go back to this backup',
  },
  nothing: 'Nothing here could be saved',
  nothingText:
    'Neither the file nor a backup beside it can be read. A backup from another disk can be restored into a new profile.',
  again: 'Look again',
  failed: 'It could not be looked at; nothing has changed.',
  suspect:
    'A part of this profile could not be read. What you answered is safe; have a look before you go on.',
  look: 'Look at the damage',
  readOnly:
    'A newer version of Americano wrote this profile. Here you can read and export it; update Americano to study and to change it.',
} as const;
