import { keyName } from './key-name.ts';
import css from './kbd.module.css';

/** A key as a small cap. Decorative beside a control that already says its shortcut. */
export function Kbd({ keys }: { keys: string }) {
  return (
    <kbd className={css.kbd} aria-hidden="true">
      {keyName(keys)}
    </kbd>
  );
}
