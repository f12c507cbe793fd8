import { formatDateTime, plural } from '../format.ts';

export const trash = {
  title: 'Trash',
  intro:
    'What was put away stays here for 30 days. Bringing something back can be undone like anything else.',
  emptyTitle: 'The trash is empty',
  emptyText: 'Courses, lectures, notes, cards, presets and exams that you remove wait here for 30 days.',
  kinds: { course: 'Course', lecture: 'Lecture', note: 'Note', card: 'Card', preset: 'Preset', exam: 'Exam' },
  untitled: 'Without text',
  about: (kind: string, place: string, cards: number) =>
    [kind, place, cards === 0 ? '' : plural(cards, 'card', 'cards')].filter((part) => part !== '').join(', '),
  when: (deletedAt: number, erasedAt: number) =>
    `Put away ${formatDateTime(deletedAt)}, erased after ${formatDateTime(erasedAt)}`,
  restore: 'Bring back',
  restoreOf: (title: string) => `Bring back ${title}`,
  restored: (title: string) => `“${title}” is back.`,
  more: (shown: number, total: number) => `The newest ${shown} of ${total} are shown.`,
  empty: 'Empty the trash…',
  askTitle: 'Erase everything in the trash?',
  ask: 'What lies here is erased for good. Your answers stay for the statistics, without what was on the cards. This cannot be undone, and nothing that you did before it can be undone any more.',
  backup: 'A backup made before still holds it.',
  confirm: 'Erase for good',
  emptied: 'The trash is empty now.',
  running: 'Erasing',
} as const;
