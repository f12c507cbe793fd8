import { Ellipsis } from 'lucide-react';
import { cardWords } from '../../i18n/en/cards.ts';
import { Menu } from '../../ui/menu.tsx';
import { cardActions, type CardAction } from './card-actions.ts';

type MoreMenuProps = {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  onAction: (action: CardAction) => void;
  /** What cannot be done to this card. */
  without: ReadonlySet<CardAction>;
};

/** Every action with its key, for whoever does not know the keys. */
export function MoreMenu({ isOpen, onOpenChange, onAction, without }: MoreMenuProps) {
  return (
    <Menu
      label={cardWords.more}
      icon={<Ellipsis size={18} aria-hidden />}
      keys="M"
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      entries={cardActions
        .filter(({ id }) => !without.has(id))
        .map(({ id, key, label }) => ({ id, label, keys: key.toLowerCase(), onAction: () => onAction(id) }))}
    />
  );
}
