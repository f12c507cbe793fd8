import { formatAboutMinutes, plural } from '../format.ts';

export const customStudy = {
  title: 'Custom study',
  open: 'Custom study…',
  in: (place: string) => `Cards of ${place}`,
  everywhere: 'all courses',
  kind: 'Which cards',
  kinds: {
    ahead: 'Due in the next days',
    forgotten: 'Forgotten lately',
    tag: 'With a tag',
    objective: 'Of an objective',
    state: 'By state',
    preview: 'New ones, to look at',
    cram: 'All, as before an exam',
  },
  kindHints: {
    ahead: 'Reviews before their day. The next interval counts the days that really passed.',
    forgotten: 'Cards you answered Forgot, today or in the last days.',
    tag: 'A tag has the tags beneath it too.',
    objective: 'Cards of one learning objective.',
    state: 'New, due, or seen before.',
    preview: 'Cards added lately and never studied. They stay new.',
    cram: 'Practice only: no due date changes.',
  },
  days: 'Days',
  daysHint: { ahead: 'from tomorrow on', forgotten: '1 is today alone', preview: 'since they were added' },
  tag: 'Tag',
  noTags: 'No card has a tag yet.',
  objective: 'Objective',
  noObjectives: 'No objectives yet.',
  cards: 'Cards',
  cardsOf: { all: 'All', new: 'New', due: 'Due', seen: 'Seen before' },
  order: 'Order',
  orders: {
    retrievability: 'Least known first',
    due: 'By due date',
    added: 'Newest first',
    lapses: 'Most often forgotten first',
    random: 'At random',
  },
  limit: 'At most',
  reschedule: 'Schedule by these answers',
  rescheduleHint: 'Off is practice: answers are kept, and change no card.',
  practice: 'Practice: your answers are kept and change no due date.',
  found: (cards: number, minutes: number) =>
    cards === 0
      ? 'No card is like that now.'
      : `${plural(cards, 'card', 'cards')}, ${formatAboutMinutes(minutes * 60_000)}.`,
  counting: 'Counting…',
  start: 'Start',
} as const;
