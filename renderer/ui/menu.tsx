import type { ReactNode } from 'react';
import { Menu as AriaMenu, MenuItem, MenuTrigger } from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';
import { IconButton } from './button.tsx';
import { keepFocus } from './keep-focus.ts';
import { Kbd } from './kbd.tsx';
import css from './menu.module.css';

export type MenuEntry = {
  id: string;
  label: string;
  icon?: ReactNode;
  keys?: string;
  onAction: () => void;
};

type MenuProps = {
  label: string;
  icon: ReactNode;
  entries: readonly MenuEntry[];
  /** Where a key opens it too. */
  isOpen?: boolean;
  onOpenChange?: (isOpen: boolean) => void;
  keys?: string;
};

/** A quiet icon button that opens a list of actions. */
export function Menu({ label, icon, entries, isOpen, onOpenChange, keys }: MenuProps) {
  return (
    <MenuTrigger
      {...(isOpen === undefined ? {} : { isOpen })}
      onOpenChange={(open) => {
        if (!open) keepFocus();
        onOpenChange?.(open);
      }}
    >
      <IconButton label={label} {...(keys === undefined ? {} : { 'aria-keyshortcuts': keys })}>
        {icon}
      </IconButton>
      <Popover className={css.popover ?? ''} placement="bottom end">
        <AriaMenu
          className={css.menu ?? ''}
          items={entries}
          // Otherwise nothing but the list itself would have the focus, unseen.
          autoFocus="first"
        >
          {(entry) => (
            <MenuItem
              id={entry.id}
              textValue={entry.label}
              className={css.item ?? ''}
              onAction={entry.onAction}
            >
              {entry.icon}
              <span className={css.label}>{entry.label}</span>
              {entry.keys === undefined ? null : <Kbd keys={entry.keys} />}
            </MenuItem>
          )}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}
