import { twinMemory as words } from '../../../i18n/en/twin-memory.ts';
import { twinEvidence } from '../../../i18n/en/twin-evidence.ts';
import type { Output } from '../../../transport/app-contract.ts';
import { useServiceQuery } from '../../../transport/use-service.ts';
import { BandChart } from '../../../ui/charts/band-chart.tsx';
import { CalibrationChart } from '../../../ui/charts/calibration-chart.tsx';
import { ShowAnswers } from '../evidence/show-answers.tsx';
import { NotEnough } from '../not-enough.tsx';
import { TwinSection } from '../twin-section.tsx';
import css from '../twin.module.css';

type Curve = NonNullable<NonNullable<Output<'twin.memory'>>['memory']['curve']>;

/** How the owner forgets, beside what their parameters and the standard ones expect. */
export default function MemoryPage() {
  const query = useServiceQuery('twin.memory', {});
  return (
    <TwinSection
      title={words.title}
      n={query.data?.memory.n}
      asOf={query.data?.computedAt}
      query={query}
      height={360}
    >
      {(data) => {
        const memory = data?.memory;
        if (memory !== undefined && memory.curve !== null)
          return <ForgettingCurve curve={memory.curve} n={memory.n} />;
        const { n = 0, spanDays = 0, needed = { answers: 50, days: 30 } } = memory ?? {};
        return (
          <NotEnough
            text={words.gate}
            gates={[
              { have: n, need: needed.answers, unit: 'judged' },
              { have: spanDays, need: needed.days, unit: 'spanDays' },
            ]}
          />
        );
      }}
    </TwinSection>
  );
}

function ForgettingCurve({ curve, n }: { curve: Curve; n: number }) {
  const { points, halfLife, observed, expected, standard, calibration } = curve;
  // With the standard parameters in force the two lines would be one.
  const isFitted = points.some((point) => point.standard !== point.expected);
  const lowest = Math.min(...points.map((point) => Math.min(point.low, point.expected, point.standard)));
  return (
    <div className={css.stack}>
      <p>
        {words.recall(observed, isFitted ? expected : null, standard)}{' '}
        {halfLife === null ? words.noHalfLife : words.halfLife(halfLife.days, halfLife.low, halfLife.high)}
      </p>
      <div className={css.pair}>
        <div className={css.stack}>
          <BandChart
            title={words.chart}
            note={words.chartNote}
            level={3}
            description={words.description(n)}
            xName={words.xName}
            xScale="log"
            range={[Math.floor(lowest * 10) / 10, 1]}
            formatX={words.day}
            formatY={words.share}
            lines={[
              {
                name: words.you,
                points: points.map(({ days: x, observed: y, low, high, n: answers }) => ({
                  x,
                  y,
                  low,
                  high,
                  n: answers,
                })),
              },
              ...(isFitted
                ? [{ name: words.expected, points: points.map(({ days: x, expected: y }) => ({ x, y })) }]
                : []),
              { name: words.standard, points: points.map(({ days: x, standard: y }) => ({ x, y })) },
            ]}
          />
          <ShowAnswers
            of={words.title}
            numbers={[
              { label: twinEvidence.counted(twinEvidence.curve, n), ask: { of: 'curve' } },
              ...points.map(({ days, n: answers }, point) => ({
                label: twinEvidence.counted(twinEvidence.days(words.day(days)), answers),
                ask: { of: 'curvePoint' as const, point },
              })),
            ]}
          />
          <p className={css.quiet}>{words.text}</p>
        </div>
        <div className={css.stack}>
          <CalibrationChart
            title={words.calibration}
            level={3}
            description={words.calibrationDescription(n)}
            bins={calibration}
          />
          <ShowAnswers
            of={words.calibration}
            numbers={calibration.map(({ n: answers, meanPrediction }, bin) => ({
              label: twinEvidence.counted(twinEvidence.bin(meanPrediction), answers),
              ask: { of: 'calibrationBin', bin },
            }))}
          />
          <p className={css.quiet}>{words.calibrationText(isFitted)}</p>
        </div>
      </div>
    </div>
  );
}
