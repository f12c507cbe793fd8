import { twinPredictions } from '../../../i18n/en/twin-predictions.ts';
import { twinScorecard as words } from '../../../i18n/en/twin-scorecard.ts';
import { TwinSection } from '../twin-section.tsx';
import { ScoreTable } from './score-table.tsx';
import type { ScorecardQuery } from './scorecard-query.ts';
import css from './scorecard.module.css';

/** The card of each model: what it said, and what became of it. */
export function ModelsSection({ query }: { query: ScorecardQuery }) {
  return (
    <TwinSection title={words.models} query={query} height={120}>
      {({ models }) =>
        models.length === 0 ? (
          <p className={css.quiet}>{words.noModels}</p>
        ) : (
          <div className={css.stack}>
            <p className={css.text}>{words.modelsText}</p>
            <ScoreTable
              name={words.modelScores}
              first={words.model}
              rows={models.map((one) => ({
                ...one,
                label: words.modelName(
                  twinPredictions.modelName(one.model),
                  one.modelVersion === one.model ? '' : one.modelVersion,
                ),
              }))}
            />
          </div>
        )
      }
    </TwinSection>
  );
}
