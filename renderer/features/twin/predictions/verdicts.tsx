import { Check } from 'lucide-react';
import { twinPredictions as words } from '../../../i18n/en/twin-predictions.ts';
import { Button } from '../../../ui/button.tsx';
import { judge } from './judge.ts';
import css from './predictions.module.css';
import type { Prediction } from './reasons.tsx';

const verdicts = ['STRUGGLED', 'FINE', 'NOT_SO'] as const;

/** What the owner says of a prediction; the same again takes it back. */
export function Verdicts({ prediction: { prediction, title, verdict } }: { prediction: Prediction }) {
  return (
    <div role="group" aria-label={words.verdictLabel(title)} className={css.verdicts}>
      <span className={css.verdictName} aria-hidden>
        {words.verdictName}
      </span>
      {verdicts.map((one) => (
        <Button
          key={one}
          variant={verdict === one ? 'secondary' : 'quiet'}
          icon={verdict === one ? <Check size={16} aria-hidden /> : null}
          aria-pressed={verdict === one}
          onPress={() => judge(prediction, verdict === one ? null : one)}
        >
          {words.verdicts[one]}
        </Button>
      ))}
    </div>
  );
}
