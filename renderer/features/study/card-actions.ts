import { cardWords } from '../../i18n/en/cards.ts';

/** What can be done to the card on screen besides answering it. */
export const cardActions = [
  { id: 'edit', key: 'e', label: cardWords.edit },
  { id: 'flag', key: 'f', label: cardWords.flag },
  { id: 'buryCard', key: '-', label: cardWords.buryCard },
  { id: 'buryNote', key: '=', label: cardWords.buryNote },
  { id: 'suspendCard', key: '@', label: cardWords.suspendCard },
  { id: 'suspendNote', key: '!', label: cardWords.suspendNote },
  { id: 'setDue', key: 'd', label: cardWords.setDue },
  { id: 'postpone', key: 'p', label: cardWords.postpone },
  { id: 'forget', key: 'n', label: cardWords.forget },
  { id: 'leech', key: 'w', label: cardWords.leeches },
  { id: 'info', key: 'i', label: cardWords.info },
  { id: 'replay', key: 'r', label: cardWords.replay },
  { id: 'remove', key: 'Delete', label: cardWords.remove },
] as const;

export type CardAction = (typeof cardActions)[number]['id'];

const byKey = new Map<string, CardAction>(cardActions.map(({ id, key }) => [key.toLowerCase(), id]));

export const actionOfKey = (key: string): CardAction | undefined => byKey.get(key.toLowerCase());
