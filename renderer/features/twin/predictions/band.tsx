import { CircleCheck, CircleDot, Mountain } from 'lucide-react';
import { twinPredictions as words } from '../../../i18n/en/twin-predictions.ts';
import css from './predictions.module.css';
import type { Prediction } from './reasons.tsx';

const icons = { HIGH: Mountain, MEDIUM: CircleDot, LOW: CircleCheck } as const;

/** How likely, in a word beside a picture. */
export function Band({ band }: Pick<Prediction, 'band'>) {
  const Icon = icons[band];
  return (
    <span className={css.band} data-band={band}>
      <Icon size={18} aria-hidden />
      {words.bands[band]}
    </span>
  );
}

const width = 180;
const margin = 6;
const at = (share: number): number => margin + share * (width - 2 * margin);

/** The probability on its interval, from 0 to 100 %; the words beside it say the same. */
export function MiniInterval({ probability, low, high }: Pick<Prediction, 'probability' | 'low' | 'high'>) {
  return (
    <svg className={css.mini} viewBox={`0 0 ${width} 20`} aria-hidden>
      <line className={css.miniAxis} x1={at(0)} x2={at(1)} y1={10} y2={10} />
      {[0, 0.5, 1].map((share) => (
        <line key={share} className={css.miniAxis} x1={at(share)} x2={at(share)} y1={5} y2={15} />
      ))}
      <line className={css.miniInterval} x1={at(low)} x2={at(high)} y1={10} y2={10} />
      <circle className={css.miniDot} cx={at(probability)} cy={10} r={5} />
    </svg>
  );
}
