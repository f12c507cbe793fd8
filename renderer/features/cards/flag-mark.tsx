import { Flag } from 'lucide-react';
import { cardWords } from '../../i18n/en/cards.ts';
import css from './cards.module.css';

/** A flag in its colour; its name says the same beside it or to a screen reader. */
export function FlagMark({ flag, named = false }: { flag: number; named?: boolean }) {
  return (
    <span className={css.flag} data-flag={flag}>
      <Flag size={18} aria-hidden />
      {named ? <span className="visually-hidden">{cardWords.flags[flag]}</span> : null}
    </span>
  );
}
