import { memory as words } from '../../i18n/en/memory.ts';
import { Button } from '../../ui/button.tsx';
import { judged, type Fit } from './judged.ts';
import css from './memory.module.css';

/** A time-graded fit that won on later answers and is not in force. */
export function TimeGradedOffer({ fit, onTake }: { fit: Fit; onTake: () => void }) {
  const verdict = judged(fit);
  if (verdict === undefined) return null;
  return (
    <div className={css.offer}>
      <h3>{words.offerTitle}</h3>
      <p>{words.offer(verdict, verdict.gain)}</p>
      <Button onPress={onTake}>{words.takeOffer}</Button>
    </div>
  );
}
