import { twinEvidence } from '../../../i18n/en/twin-evidence.ts';
import { wellbeing } from '../../../i18n/en/twin-wellbeing.ts';
import type { Output } from '../../../transport/app-contract.ts';
import { useServiceQuery } from '../../../transport/use-service.ts';
import { DotPlot } from '../../../ui/charts/dot-plot.tsx';
import { ShowAnswers } from '../evidence/show-answers.tsx';
import { NotEnough } from '../not-enough.tsx';
import { TwinSection } from '../twin-section.tsx';
import css from './wellbeing.module.css';

const words = wellbeing.performance;

type Performance = Output<'twin.loadAgainstPerformance'>;

/** Whether load costs this owner recall, and where they do best. */
export function PerformanceSection() {
  const query = useServiceQuery('twin.loadAgainstPerformance', {});
  return (
    <TwinSection
      title={words.title}
      n={query.data?.sessions}
      asOf={query.data?.computedAt}
      query={query}
      height={260}
    >
      {(data) =>
        data.sessions < data.needed ? (
          <NotEnough
            gates={[{ have: data.sessions, need: data.needed, unit: 'sessions' }]}
            text={words.gate}
          />
        ) : (
          <Compared data={data} />
        )
      }
    </TwinSection>
  );
}

function Compared({ data: { correlation, zones, bestZone, sessions } }: { data: Performance }) {
  if (correlation === null) return <p className={css.quiet}>{words.same}</p>;
  const { r, low, high } = correlation;
  const best = bestZone === null ? undefined : zones[bestZone];
  return (
    <div className={css.stack}>
      <div>
        <p>
          {words.verdict(low, high)} {best === undefined ? words.noBest : words.best(best.from, best.to)}
        </p>
        <p className={css.quiet}>{words.correlation(r, low, high)}</p>
      </div>
      <DotPlot
        title={words.chart}
        level={3}
        description={words.description(sessions)}
        names={words.names}
        format={words.value}
        rows={zones.map(({ from, to, sessions: n, recall }) => ({
          label: words.zone(from, to),
          estimate:
            recall === null
              ? { n, value: null }
              : { n, value: recall.effect, low: recall.low, high: recall.high },
        }))}
      />
      <ShowAnswers
        of={words.title}
        numbers={[
          { label: twinEvidence.counted(twinEvidence.all, sessions), ask: { of: 'performance', zone: null } },
          ...zones.map(({ from, to, sessions: n }, zone) => ({
            label: twinEvidence.counted(words.zone(from, to), n),
            ask: { of: 'performance' as const, zone },
          })),
        ]}
      />
      <p className={css.quiet}>{words.text}</p>
    </div>
  );
}
