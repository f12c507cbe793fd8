import { Flag } from 'lucide-react';
import { Dialog, DialogTrigger } from 'react-aria-components/Dialog';
import { Popover } from 'react-aria-components/Popover';
import { cardWords } from '../../i18n/en/cards.ts';
import { IconButton } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { keepFocus } from '../../ui/keep-focus.ts';
import { Kbd } from '../../ui/kbd.tsx';
import menu from '../../ui/menu.module.css';
import { FlagMark } from './flag-mark.tsx';

type FlagMenuProps = {
  flag: number;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  onFlag: (flag: number) => void;
};

/** The flag of a card: one key opens the choice, a digit chooses. */
export function FlagMenu({ flag, isOpen, onOpenChange, onFlag }: FlagMenuProps) {
  const choose = (chosen: number) => {
    onOpenChange(false);
    keepFocus();
    if (chosen !== flag) onFlag(chosen);
  };
  const name = cardWords.flags[flag] ?? '';
  return (
    <DialogTrigger
      isOpen={isOpen}
      onOpenChange={(open) => {
        if (!open) keepFocus();
        onOpenChange(open);
      }}
    >
      <IconButton label={flag === 0 ? cardWords.flag : cardWords.flagged(name)} aria-keyshortcuts="F">
        {flag === 0 ? <Flag size={18} aria-hidden /> : <FlagMark flag={flag} />}
      </IconButton>
      <Popover className={menu.popover ?? ''} placement="bottom end">
        <Dialog aria-label={cardWords.flagTitle} className={menu.menu ?? ''}>
          <div
            role="group"
            aria-label={cardWords.flagTitle}
            onKeyDown={(event) => {
              if (!/^[0-7]$/.test(event.key)) return;
              event.preventDefault();
              choose(Number(event.key));
            }}
          >
            {cardWords.flags.map((label, index) => (
              <button
                key={label}
                type="button"
                className={cx(menu.item, menu.choice)}
                aria-pressed={index === flag}
                autoFocus={index === flag}
                onClick={() => choose(index)}
              >
                <FlagMark flag={index} />
                <span className={menu.label}>{label}</span>
                <Kbd keys={String(index)} />
              </button>
            ))}
          </div>
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
