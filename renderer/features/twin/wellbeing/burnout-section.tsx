import { formatBriefStudyDay, formatStudyDay } from '../../../i18n/format.ts';
import { twinEvidence } from '../../../i18n/en/twin-evidence.ts';
import { wellbeing } from '../../../i18n/en/twin-wellbeing.ts';
import type { Output } from '../../../transport/app-contract.ts';
import { useServiceQuery } from '../../../transport/use-service.ts';
import { CompositePart } from '../../../ui/composite-part.tsx';
import { LineChart } from '../../../ui/charts/line-chart.tsx';
import { ShowAnswers } from '../evidence/show-answers.tsx';
import { JobButton } from '../job-button.tsx';
import { NotEnough } from '../not-enough.tsx';
import { TwinSection } from '../twin-section.tsx';
import css from './wellbeing.module.css';

const words = wellbeing.burnout;

type Burnout = Output<'twin.burnout'>;
type Risk = NonNullable<Burnout['risk']>;

/** The last two weeks beside the four before, factor by factor. */
export function BurnoutSection() {
  const query = useServiceQuery('twin.burnout', {});
  return (
    <TwinSection
      title={words.title}
      asOf={query.data?.computedAt}
      query={query}
      height={420}
      actions={
        <JobButton
          procedure="twin.assess"
          name={words.assess}
          running={words.assessing}
          failed={words.failed}
        />
      }
    >
      {({ risk, assessments, levels }) =>
        risk === null ? (
          <p className={css.quiet}>{words.never}</p>
        ) : (
          <div className={css.stack}>
            <RiskView risk={risk} />
            {assessments.length < 2 ? null : (
              <>
                <History assessments={assessments} />
                <p className={css.quiet}>
                  {levels
                    .map((one) => words.levelSoFar(words.levels[one.level], one.assessments, one.lastDay))
                    .join('; ')}
                </p>
              </>
            )}
          </div>
        )
      }
    </TwinSection>
  );
}

function RiskView({ risk }: { risk: Risk }) {
  const { score, level, frozenSince, studyDaysBefore, needed, factors, confidence } = risk;
  if (score === null || level === null) {
    return <NotEnough gates={[{ have: studyDaysBefore, need: needed, unit: 'days' }]} text={words.gate} />;
  }
  return (
    <>
      <div>
        <p className={css.reading}>
          <b>{words.levels[level]}</b>
          <span>{words.score(score)}</span>
          <span className={css.quiet}>{words.known(confidence)}</span>
          <span className={css.quiet}>{words.span(risk.studyDaysRecent, studyDaysBefore)}</span>
        </p>
        {frozenSince === null ? (
          <p>{words.advice[level]}</p>
        ) : (
          <p className={css.frozen}>{words.frozen(frozenSince)}</p>
        )}
      </div>
      {level === 'CRITICAL' ? (
        <div className={css.help}>
          <h3>{words.helpTitle}</h3>
          <p>{words.help}</p>
        </div>
      ) : null}
      <dl className={css.factors}>
        {factors.map(({ factor, weight, score: value, recent, before }) => (
          <CompositePart
            key={factor}
            name={words.factors[factor]}
            weight={words.weight(weight)}
            value={value}
            unknown={words.unknown}
            reason={words.compare(factor, recent, before)}
          />
        ))}
      </dl>
      <ShowAnswers
        of={words.title}
        numbers={(['recent', 'before'] as const).map((days) => ({
          label: twinEvidence.windows[days],
          ask: { of: 'burnout', days },
        }))}
      />
      <p className={css.quiet}>{words.about}</p>
    </>
  );
}

function History({ assessments }: { assessments: Burnout['assessments'] }) {
  const points = assessments.map(({ studyDay, score }) => ({ x: studyDay, y: score }));
  const [first, last] = [points[0]?.y ?? 0, points.at(-1)?.y ?? 0];
  return (
    <LineChart
      title={words.historyTitle}
      note={words.historyNote}
      level={3}
      description={words.historyText(points.length, first, last)}
      xName={words.day}
      yName={words.risk}
      points={points}
      stops={points.map((point) => ({ ...point, label: formatStudyDay(point.x) }))}
      range={[0, 100]}
      formatX={formatBriefStudyDay}
      formatY={(score) => String(Math.round(score))}
    />
  );
}
