import { useLocation } from 'wouter';
import { useFrame } from '../../app/frame-state.ts';
import { assessments as words } from '../../i18n/en/assessments.ts';
import { useServiceQuery } from '../../transport/use-service.ts';
import { Button } from '../../ui/button.tsx';
import { Panel } from '../../ui/panel.tsx';
import { SectionError } from '../../ui/section-error.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import leechCss from '../leeches/leeches.module.css';
import libraryCss from '../library/library.module.css';
import css from './assessments.module.css';

/** Below this what was stated says nothing about how well a person knows what they know. */
const fewestStated = 10;

/** What came of a test, and what to look at again. */
export default function ResultPage({ test }: { test: string }) {
  const [, navigate] = useLocation();
  const { data, error, refetch } = useServiceQuery('assessments.result', { test });
  if (data === undefined) {
    return error === null ? (
      <SkeletonRows rows={6} rowHeight={56} />
    ) : (
      <SectionError error={error} onRetry={() => void refetch()} />
    );
  }
  const { calibration, missed, objectives, questions, score } = data;
  return (
    <>
      <h1 className={libraryCss.title}>
        {words.result}: {data.test.title}
      </h1>
      <p className={css.lead}>{words.intervalNote}</p>
      <div className={css.stack}>
        <Panel>
          <p className={css.big}>{words.score(score)}</p>
          <p className={css.note}>
            {words.time(data.durationMs)}
            {questions > score.answered ? ` · ${words.unanswered(questions - score.answered)}` : ''}
          </p>
        </Panel>
        <Panel title={words.byObjective}>
          <ul className={css.rows}>
            {objectives.map((objective) => (
              <li key={objective.title} className={css.row}>
                <span className={css.text}>{objective.title}</span>
                <span className={css.score}>{words.score(objective.score)}</span>
              </li>
            ))}
          </ul>
        </Panel>
        {calibration.answers === 0 ? null : (
          <Panel title={words.calibration}>
            {calibration.answers < fewestStated ? (
              <p className={css.note}>{words.few(calibration.answers)}</p>
            ) : null}
            <ul className={css.rows}>
              {calibration.groups.map((group) => (
                <li key={group.statedPercent} className={css.row}>
                  <span className={css.text}>
                    {words.stated} {words.percent(group.statedPercent)}
                  </span>
                  <span className={css.score}>
                    {words.was}: {words.score(group.score)}
                  </span>
                </li>
              ))}
            </ul>
          </Panel>
        )}
        <Panel title={words.missed}>
          {missed.length === 0 ? <p className={css.note}>{words.noneMissed}</p> : null}
          <ul className={css.rows}>
            {missed.map((row) => (
              <li key={row.card} className={css.row}>
                <button
                  type="button"
                  className={leechCss.question}
                  onClick={() => useFrame.setState({ card: row.card })}
                >
                  <span>{row.question}</span>
                  <span className={css.note}>
                    {words.expected}: {row.expected}
                    {row.given === null ? '' : ` · ${words.given(row.given)}`}
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </Panel>
        <div className={css.actions}>
          <Button onPress={() => navigate('/test')}>{words.toTests}</Button>
        </div>
      </div>
    </>
  );
}
