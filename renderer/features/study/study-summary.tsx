import { study } from '../../i18n/en/study.ts';
import { formatMinutes, formatNumber } from '../../i18n/format.ts';
import { Button } from '../../ui/button.tsx';
import css from './study.module.css';
import type { Summary } from './use-study-session.ts';

type StudySummaryProps = { summary: Summary; reason: 'done' | 'time'; onLeave: () => void };

/** What happened, against what the memory model expected. */
export function StudySummary({ summary, reason, onLeave }: StudySummaryProps) {
  const { reviewAnswers, reviewRecalled, expectedRecalled } = summary;
  const facts: [string, string][] = [
    [study.summaryTime, formatMinutes(summary.studiedMs)],
    [study.summaryAnswers, formatNumber(summary.answers)],
    [study.summaryCards, formatNumber(summary.cards)],
    [study.summaryNew, formatNumber(summary.introduced)],
    [
      study.summaryRecalled,
      reviewAnswers === 0 ? study.noReviews : study.recalledOf(reviewRecalled, reviewAnswers),
    ],
  ];
  return (
    <div className={css.middle}>
      <section className={css.summary} aria-labelledby="summary-title">
        <h2 id="summary-title" className={css.summaryTitle}>
          {reason === 'time' ? study.timeOver : study.summary}
        </h2>
        <p className={css.summaryPlace}>{summary.title === '' ? study.everything : summary.title}</p>
        <dl className={css.facts}>
          {facts.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        {expectedRecalled === null ? null : (
          <p className={css.compare}>{study.compare(reviewRecalled, expectedRecalled, reviewAnswers)}</p>
        )}
        <Button variant="primary" autoFocus onPress={onLeave}>
          {study.toToday}
        </Button>
      </section>
    </div>
  );
}
