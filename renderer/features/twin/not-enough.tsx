import { twin as words, type CountedUnit } from '../../i18n/en/twin.ts';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import css from './twin.module.css';

export type Gate = { have: number; need: number; unit: CountedUnit };

type NotEnoughProps = {
  /** Those that are reached are left out. */
  gates: readonly Gate[];
  /** What will stand here, and what fills it. */
  text?: string;
};

/** Instead of a number that would be a guess: how far it is until there is one. */
export function NotEnough({ gates, text }: NotEnoughProps) {
  return (
    <div className={css.notEnough}>
      <p className={css.notEnoughTitle}>{words.notEnough}</p>
      {text === undefined ? null : <p className={css.quiet}>{text}</p>}
      <ul className={css.gates}>
        {gates
          .filter(({ have, need }) => have < need)
          .map(({ have, need, unit }) => {
            const said = words.have(have, need, unit);
            return (
              <li key={unit}>
                <p>{said}</p>
                <ProgressBar label={said} value={need > 0 ? have / need : 1} valueText={said} />
              </li>
            );
          })}
      </ul>
    </div>
  );
}
