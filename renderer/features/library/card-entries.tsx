import { useFrame } from '../../app/frame-state.ts';
import { cardWords } from '../../i18n/en/cards.ts';
import type { MenuEntry } from '../../ui/menu.tsx';
import { cardCommands } from '../cards/card-commands.ts';

/** Every action on cards that are chosen, as a menu. */
export function cardEntries(cards: readonly string[]): MenuEntry[] {
  const task = (kind: 'due' | 'postpone' | 'tag' | 'move') => () =>
    useFrame.setState({ task: { kind, cards } });
  return [
    { id: 'suspend', label: cardWords.suspendCard, onAction: () => void cardCommands.suspend(cards) },
    { id: 'unsuspend', label: cardWords.unsuspend, onAction: () => void cardCommands.unsuspend(cards) },
    { id: 'bury', label: cardWords.bury, onAction: () => void cardCommands.bury(cards) },
    { id: 'unbury', label: cardWords.unbury, onAction: () => void cardCommands.unbury(cards) },
    { id: 'due', label: cardWords.setDue, onAction: task('due') },
    { id: 'postpone', label: cardWords.postpone, onAction: task('postpone') },
    { id: 'forget', label: cardWords.forget, onAction: () => void cardCommands.forget(cards) },
    { id: 'tag', label: cardWords.tag, onAction: task('tag') },
    { id: 'move', label: cardWords.move, onAction: task('move') },
    { id: 'remove', label: cardWords.remove, onAction: () => void cardCommands.remove(cards) },
  ];
}
