import { RotateCw, TriangleAlert } from 'lucide-react';
import { common } from '../i18n/en/common.ts';
import { errorSentence } from '../i18n/error-sentence.ts';
import { Button } from './button.tsx';
import css from './empty-state.module.css';

/** One part of a page failed; the others live on. */
export function SectionError({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  return (
    <div className={css.section} role="alert">
      <TriangleAlert size={18} aria-hidden />
      <p>{errorSentence(error)}</p>
      <Button icon={<RotateCw size={16} aria-hidden />} onPress={onRetry}>
        {common.tryAgain}
      </Button>
    </div>
  );
}
