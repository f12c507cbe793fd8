import { twinScorecard as words } from '../../../i18n/en/twin-scorecard.ts';
import { CalibrationChart } from '../../../ui/charts/calibration-chart.tsx';
import { NotEnough } from '../not-enough.tsx';
import { TwinSection } from '../twin-section.tsx';
import type { ScorecardQuery } from './scorecard-query.ts';

/** Whether of those said to be at 40 % four in ten were hard. */
export function CalibrationSection({ query }: { query: ScorecardQuery }) {
  return (
    <TwinSection title={words.calibration} n={query.data?.total.n} query={query} height={420}>
      {({ calibration, total, neededInBin }) =>
        calibration.every(({ n }) => n < neededInBin) ? (
          <NotEnough
            gates={[
              { have: Math.max(0, ...calibration.map(({ n }) => n)), need: neededInBin, unit: 'predictions' },
            ]}
            text={words.calibrationGate}
          />
        ) : (
          <CalibrationChart
            title={words.calibrationChart}
            level={3}
            description={words.calibrationText(total.n)}
            bins={calibration}
          />
        )
      }
    </TwinSection>
  );
}
