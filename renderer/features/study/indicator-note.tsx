import { useState } from 'react';
import { showDone } from '../../app/undo.ts';
import { indicators as words } from '../../i18n/en/indicators.ts';
import { callService } from '../../transport/connection.ts';
import { reportFailure } from '../../transport/report-failure.ts';
import { useServiceQuery } from '../../transport/use-service.ts';
import { Button } from '../../ui/button.tsx';
import css from './load/load.module.css';

const mostInSession = 3;

type IndicatorNoteProps = {
  session: string | undefined;
  /** The question that is on; undefined while an answer is shown or something else is offered. */
  question: string | undefined;
};

/** What goes worse than usual, said once, beside one question, and gone with the next. It takes no focus and no key. */
export function IndicatorNote({ session, question }: IndicatorNoteProps) {
  const { data } = useServiceQuery('twin.indicators', {}, { enabled: session !== undefined });
  /** Beside which question each was said. */
  const [said, setSaid] = useState<Readonly<Record<string, string>>>({});
  const found =
    data !== undefined && data.isOn && data.session === session && question !== undefined
      ? data.indicators.find(
          ({ indicator, level }) =>
            level === 'HIGH' && (said[indicator] === undefined || said[indicator] === question),
        )
      : undefined;
  const isNew = found !== undefined && said[found.indicator] === undefined;
  const hasRoom = Object.keys(said).length < mostInSession;
  const isShown = found !== undefined && (!isNew || hasRoom);
  const fresh = isNew && hasRoom ? found.indicator : undefined;
  // Remembered while it is drawn for the first time, so that it is gone with the next question.
  if (fresh !== undefined && question !== undefined) setSaid({ ...said, [fresh]: question });
  const snooze = (indicator: string) =>
    void callService('twin.snoozeIndicator', { indicator }).catch(reportFailure);
  const turnOff = () => {
    callService('settings.change', { values: { 'twin.indicators': false } })
      .then(() => showDone(words.offDone))
      .catch(reportFailure);
  };
  return (
    <>
      <p className="visually-hidden" role="status">
        {isShown ? words.title(found.title) : ''}
      </p>
      {isShown ? (
        <section className={css.note} aria-label={words.label}>
          <div className={css.offerText}>
            <p className={css.offerTitle}>{words.title(found.title)}</p>
            <p className={css.quiet}>{words.why(found)}</p>
          </div>
          <div className={css.offerActions}>
            <Button variant="quiet" onPress={turnOff}>
              {words.off}
            </Button>
            <Button variant="quiet" onPress={() => snooze(found.indicator)}>
              {words.snooze}
            </Button>
          </div>
        </section>
      ) : null}
    </>
  );
}
