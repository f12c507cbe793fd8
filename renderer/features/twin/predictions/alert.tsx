import { Info } from 'lucide-react';
import css from './predictions.module.css';

/** Said in the open where the predictions do not earn trust. */
export function Alert({ title, text }: { title: string; text: string }) {
  return (
    <div className={css.notice} role="note">
      <Info size={18} aria-hidden />
      <p>
        <b>{title}.</b> {text}
      </p>
    </div>
  );
}
