import { formatNumber, plural } from '../format.ts';

const cards = (count: number): string => plural(count, 'card', 'cards');
const are = (count: number): string => (count === 1 ? 'is' : 'are');

/** Words about what a person does to cards, in Study and in the library. */
export const cardWords = {
  actions: 'Actions for this card',
  more: 'More actions',
  edit: 'Edit',
  flag: 'Flag',
  suspendCard: 'Suspend card',
  suspendNote: 'Suspend note',
  unsuspend: 'Bring back to study',
  buryCard: 'Bury card until tomorrow',
  buryNote: 'Bury note until tomorrow',
  bury: 'Bury until tomorrow',
  unbury: 'Unbury',
  setDue: 'Set due date',
  forget: 'Forget: make new again',
  postpone: 'Postpone',
  info: 'About this card',
  remove: 'Delete note',
  replay: 'Play the audio again',
  autoPause: 'Pause the automatic advance',
  autoGoOn: 'Go on automatically',
  leeches: 'Why is this card hard?',
  tag: 'Change tags',
  move: 'Move to a lecture',
  flags: ['No flag', 'Red', 'Orange', 'Green', 'Blue', 'Pink', 'Turquoise', 'Purple'],
  flagTitle: 'Flag this card',
  flagged: (flag: string) => `Flag: ${flag}`,

  unchanged: 'Nothing had to be changed.',
  didSuspend: (count: number) => `${cards(count)} ${are(count)} suspended.`,
  didUnsuspend: (count: number) => `${cards(count)} ${are(count)} back in study.`,
  didBury: (count: number) => `${cards(count)} ${count === 1 ? 'rests' : 'rest'} until tomorrow.`,
  didUnbury: (count: number) => `${cards(count)} ${are(count)} no longer buried.`,
  didFlag: (count: number, flag: number) =>
    flag === 0
      ? `The flag is gone from ${cards(count)}.`
      : `${cards(count)} ${count === 1 ? 'has' : 'have'} a flag now.`,
  didSetDue: (count: number) => `${cards(count)} ${count === 1 ? 'has' : 'have'} a new due date.`,
  didForget: (count: number) => `${cards(count)} ${are(count)} new again; the history stays.`,
  didPostpone: (count: number) => `${cards(count)} ${are(count)} postponed.`,
  didRemove: (notes: number) => `${plural(notes, 'note is', 'notes are')} in the trash; reviews are kept.`,
  didTag: (notes: number) => `The tags of ${plural(notes, 'note', 'notes')} changed.`,
  didMove: (count: number) => `${cards(count)} moved.`,

  dueTitle: (count: number) => `Set due date of ${cards(count)}`,
  dueLabel: 'Due in days',
  dueHint: '5 is five days from today, 0 is today; 3-7 spreads them; 5! makes five days the interval too.',
  dueWrong: 'Write a number of days such as 5, a range such as 3-7, with ! to set the interval.',
  duePreview: (from: number, to: number, setInterval: boolean) => {
    const when =
      to === 0 ? 'today' : from === to ? `in ${plural(to, 'day', 'days')}` : `in ${from} to ${to} days`;
    return setInterval ? `Due ${when}, with that interval.` : `Due ${when}.`;
  },
  postponeTitle: (count: number) => `Postpone ${cards(count)}`,
  postponeLabel: 'By days',
  postponeHint: 'What is late counts from today. New cards stay as they are.',
  postponeWrong: 'Write a number of days from 1 to 3650.',
  postponePreview: (days: number) => `Later by ${plural(days, 'day', 'days')}.`,
  save: 'Save',
  tagTitle: (count: number) => `Tags of ${cards(count)}`,
  tagAdd: 'Add',
  tagRemove: 'Take away',
  tagHint: 'Several tags are separated by spaces.',
  moveTitle: (count: number) => `Move ${cards(count)}`,
  moveTo: 'Lecture',
  moveNow: 'Move',

  selected: (count: number) => `${formatNumber(count)} selected`,
  selectAll: 'Select all',
  selectRow: (text: string) => `Select “${text}”`,
  selectionBound: (count: number) =>
    `The first ${formatNumber(count)} are selected: more cannot be changed at once.`,
  clearSelection: 'Clear the selection',
} as const;
