import { twinScorecard as words } from '../../../i18n/en/twin-scorecard.ts';
import type { Output } from '../../../transport/app-contract.ts';
import css from './scorecard.module.css';

type Score = Output<'twin.scorecard'>['total'];

const names = ['skill', 'auc', 'precision', 'recall', 'accuracy'] as const;

/** Each score with its interval and what it means. */
export function Measures({ score }: { score: Score }) {
  return (
    <dl className={css.measures}>
      {names.map((name) => {
        const [title, meaning] = words.measures[name];
        return (
          <div key={name}>
            <dt>{title}</dt>
            <dd className={css.value}>{words.measured(name, score[name])}</dd>
            <dd className={css.quiet}>{meaning}</dd>
          </div>
        );
      })}
    </dl>
  );
}
