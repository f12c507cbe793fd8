import { memory as words } from '../../i18n/en/memory.ts';
import type { Output } from '../../transport/app-contract.ts';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { judged, type Fit } from './judged.ts';
import css from './memory.module.css';

type Status = Output<'parameters.status'>;

/** What is in force and how it was judged, or how far the first fit is. */
export function FitVerdict({ status }: { status: Status }) {
  const { model, inForce, latest, answers, needed, refolding } = status;
  const isBelow = latest === null && inForce === null && answers < needed;
  return (
    <>
      {isBelow ? (
        <div className={css.gate}>
          <strong>{words.gate(answers, needed)}</strong>
          <ProgressBar label={words.title} value={answers / needed} valueText={words.gate(answers, needed)} />
          <p className={css.quiet}>{words.gateText}</p>
        </div>
      ) : null}
      {model === 'default' ? <p className={css.text}>{words.chosenStandard}</p> : null}
      {inForce === null ? null : <InForce fit={inForce} />}
      {latest === null || latest.accepted ? null : <Refused fit={latest} />}
      {refolding > 0 ? (
        <p className={css.text} role="status">
          {words.refolding(refolding)}
        </p>
      ) : null}
    </>
  );
}

function InForce({ fit }: { fit: Fit }) {
  const verdict = judged(fit);
  if (verdict === undefined) return null;
  const against = fit.kind === 'fsrs6_time_graded' ? words.againstPlain : words.against;
  return (
    <>
      <p className={css.text}>
        <strong>{words.fitted(verdict)}</strong>
      </p>
      <p className={css.quiet}>
        {against(verdict, verdict.gain)} {words.fittedOn(fit.studyDay)}
      </p>
    </>
  );
}

function Refused({ fit }: { fit: Fit }) {
  const verdict = judged(fit);
  return (
    <p className={css.text}>
      {verdict === undefined ? words.refusedTooFew(fit.studyDay) : words.refused(fit.studyDay, verdict)}
    </p>
  );
}
