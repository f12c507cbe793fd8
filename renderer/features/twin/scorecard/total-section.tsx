import { twinScorecard as words } from '../../../i18n/en/twin-scorecard.ts';
import { Alert } from '../predictions/alert.tsx';
import { NotEnough } from '../not-enough.tsx';
import { TwinSection } from '../twin-section.tsx';
import { Measures } from './measures.tsx';
import type { ScorecardQuery } from './scorecard-query.ts';
import css from './scorecard.module.css';

/** All predictions together, whatever made them. */
export function TotalSection({ query }: { query: ScorecardQuery }) {
  return (
    <TwinSection title={words.title} n={query.data?.total.n} query={query} height={220}>
      {({ total, waiting, nextEnd, notStudied, baseRate, isAlert, neededInBin }) => (
        <div className={css.stack}>
          {isAlert ? <Alert title={words.alertTitle} text={words.alert(total.n)} /> : null}
          <p className={css.text}>{words.text}</p>
          {total.n < neededInBin ? (
            <NotEnough gates={[{ have: total.n, need: neededInBin, unit: 'predictions' }]} />
          ) : null}
          {total.n === 0 ? null : (
            <>
              <Measures score={total} />
              <p>{words.counts(total)}</p>
              {baseRate === null ? null : <p>{words.baseRate(baseRate, total.n)}</p>}
            </>
          )}
          <p className={css.quiet}>
            {words.waiting(waiting, nextEnd)} {words.notStudied(notStudied)}
          </p>
        </div>
      )}
    </TwinSection>
  );
}
