import { formatNumber, formatPercent, plural } from '../format.ts';

/** Words about cards that are forgotten again and again. */
export const leeches = {
  title: 'Leeches',
  intro:
    'Cards you forget again and again take time from all the others. Most of them ask for too much, or look like another card.',
  emptyTitle: 'No leeches',
  emptyText: (threshold: number) =>
    threshold === 0
      ? 'The leech rule is off in Settings.'
      : `No card has been forgotten ${formatNumber(threshold)} times or more.`,
  toLibrary: 'Library',
  open: 'Leeches',
  count: (count: number) => plural(count, 'leech', 'leeches'),
  forgotten: (lapses: number) => `forgotten ${plural(lapses, 'time', 'times')}`,
  ofReviews: (reps: number) => `in ${plural(reps, 'answer', 'answers')}`,
  suspended: 'suspended',
  notice: (lapses: number, what: 'tagged' | 'suspended') =>
    `This card was forgotten ${plural(lapses, 'time', 'times')}${what === 'suspended' ? ' and is suspended' : ''}.`,
  help: 'What helps?',
  helpTitle: 'A card that will not stick',
  reasons: 'Why it may be hard',
  similarQuestion: (share: number) => `Asks nearly the same (${formatPercent(share)} of the words)`,
  similarAnswer: (share: number) => `Has nearly the same answer (${formatPercent(share)} of the words)`,
  similarTitle: 'Easily confused with',
  tooMuch: (words: number, deletions: number, items: number) => {
    const parts = [
      plural(words, 'word', 'words'),
      ...(deletions > 1 ? [plural(deletions, 'deletion', 'deletions')] : []),
      ...(items > 1 ? [plural(items, 'list item', 'list items')] : []),
    ];
    return `Too much on one card: ${parts.join(', ')}. One fact a card is remembered with less work.`;
  },
  fine: 'It is short, and no other card is like it. A picture, an example or a reason often helps here.',
  rewrite: 'Rewrite',
  rewriteText: 'Shorter, more precise, with a hint or a picture.',
  split: 'Split',
  splitText: 'One note for each fact; this card is suspended.',
  postpone: 'Postpone',
  postponeText: 'Come back to it when you know more of what surrounds it.',
  suspend: 'Suspend',
  suspendText: 'Not worth it: you can bring it back whenever you like.',
  splitTitle: 'Split into several notes',
  splitNote: (number: number) => `Note ${number}`,
  splitAdd: 'One more note',
  splitRemove: (number: number) => `Leave out note ${number}`,
  splitSave: 'Split',
  splitDone: (count: number) =>
    `${plural(count, 'note', 'notes')} instead of one; the old card is suspended.`,
  splitOriginal: 'The card as it is',
} as const;
