import { twinEvidence } from '../../../i18n/en/twin-evidence.ts';
import { wellbeing } from '../../../i18n/en/twin-wellbeing.ts';
import { useServiceQuery } from '../../../transport/use-service.ts';
import { DotPlot } from '../../../ui/charts/dot-plot.tsx';
import { ShowAnswers } from '../evidence/show-answers.tsx';
import { TwinSection } from '../twin-section.tsx';
import css from './wellbeing.module.css';

const words = wellbeing.stress;

/** Circumstances in which load is higher than otherwise, each with how often and how sure. */
export function StressSection() {
  const query = useServiceQuery('twin.stressPatterns', {});
  return (
    <TwinSection
      title={words.title}
      n={query.data?.sessions}
      asOf={query.data?.computedAt}
      query={query}
      height={180}
    >
      {({ patterns, sessions }) =>
        patterns.length === 0 ? (
          <p className={css.quiet}>{words.none(sessions)}</p>
        ) : (
          <div className={css.stack}>
            <DotPlot
              title={words.chart}
              note={words.note}
              level={3}
              description={words.description(patterns.length)}
              names={words.names}
              format={words.value}
              rows={patterns.map(({ kind, key, title, occasions, effect, low, high }) => ({
                label: words.label(kind, key, title),
                estimate: { n: occasions, value: effect, low, high },
              }))}
            />
            <ul className={css.sessions}>
              {patterns.map(({ kind, key, title, occurrences, occasions, confidence }) => (
                <li key={`${kind} ${key}`}>
                  {words.times(words.label(kind, key, title), occurrences, occasions, confidence)}
                </li>
              ))}
            </ul>
            <ShowAnswers
              of={words.title}
              numbers={[
                {
                  label: twinEvidence.counted(twinEvidence.all, sessions),
                  ask: { of: 'stress', pattern: null },
                },
                ...patterns.map(({ kind, key, title, occasions }) => ({
                  label: twinEvidence.counted(words.label(kind, key, title), occasions),
                  ask: { of: 'stress' as const, pattern: { kind, key } },
                })),
              ]}
            />
            <p className={css.quiet}>{words.cause}</p>
          </div>
        )
      }
    </TwinSection>
  );
}
