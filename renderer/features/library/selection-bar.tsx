import { CalendarClock, Ellipsis, EyeOff, Flag, Moon, X } from 'lucide-react';
import { useFrame } from '../../app/frame-state.ts';
import { cardWords } from '../../i18n/en/cards.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Menu, type MenuEntry } from '../../ui/menu.tsx';
import { cardCommands } from '../cards/card-commands.ts';
import { FlagMark } from '../cards/flag-mark.tsx';
import { cardEntries } from './card-entries.tsx';
import css from './library.module.css';
import type { Selection } from './use-selection.ts';

/** What can be done to the cards that are chosen, all at once and as one step of undo. */
export function SelectionBar({ selection, total }: { selection: Selection; total: number }) {
  const cards = [...selection.cards];
  const flags: MenuEntry[] = cardWords.flags.map((label, flag) => ({
    id: String(flag),
    label,
    icon: <FlagMark flag={flag} />,
    onAction: () => void cardCommands.flag(cards, flag),
  }));
  return (
    <div className={css.selection} role="toolbar" aria-label={cardWords.selected(cards.length)}>
      <IconButton label={cardWords.clearSelection} aria-keyshortcuts="Escape" onPress={selection.clear}>
        <X size={18} aria-hidden />
      </IconButton>
      <span className={css.selected} role="status">
        {cardWords.selected(cards.length)}
      </span>
      {cards.length < total ? (
        <Button variant="quiet" aria-keyshortcuts="Control+A" onPress={selection.all}>
          {cardWords.selectAll}
        </Button>
      ) : null}
      <span className={css.selectionActions}>
        <span className={css.wideOnly}>
          <IconButton label={cardWords.suspendCard} onPress={() => void cardCommands.suspend(cards)}>
            <EyeOff size={18} aria-hidden />
          </IconButton>
          <IconButton label={cardWords.bury} onPress={() => void cardCommands.bury(cards)}>
            <Moon size={18} aria-hidden />
          </IconButton>
          <IconButton
            label={cardWords.setDue}
            onPress={() => useFrame.setState({ task: { kind: 'due', cards } })}
          >
            <CalendarClock size={18} aria-hidden />
          </IconButton>
        </span>
        <Menu label={cardWords.flag} icon={<Flag size={18} aria-hidden />} entries={flags} />
        <Menu label={cardWords.more} icon={<Ellipsis size={18} aria-hidden />} entries={cardEntries(cards)} />
      </span>
    </div>
  );
}
