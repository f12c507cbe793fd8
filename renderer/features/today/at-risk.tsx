import { useState } from 'react';
import { useLocation } from 'wouter';
import { recallWords as words } from '../../i18n/en/recall.ts';
import type { Output } from '../../transport/app-contract.ts';
import { useServiceCommand, useServiceQuery } from '../../transport/use-service.ts';
import { Button } from '../../ui/button.tsx';
import { Panel } from '../../ui/panel.tsx';
import { ValueList } from '../../ui/value-list.tsx';
import css from './today.module.css';

type Risk = Output<'twin.atRiskToday'>;
const SHOWN = 5;
const SESSION_AT_MOST = 100;

/** Cards likelier forgotten than FSRS says, as of this morning's look. Nothing before enough was answered: the card tells. */
export function AtRisk() {
  const { data } = useServiceQuery('twin.atRiskToday', {});
  if (data === undefined || data.computedAt === null) return null;
  return (
    <Panel title={words.risk.title}>
      {data.total === 0 ? (
        <p className={css.atRiskNote}>{words.risk.none(data.looked)}</p>
      ) : (
        <Found risk={data} />
      )}
    </Panel>
  );
}

function Found({ risk }: { risk: Risk }) {
  const [isOpen, setOpen] = useState(false);
  const [, navigate] = useLocation();
  const start = useServiceCommand('study.start');
  const study = (): void =>
    start.mutate(
      { scope: {}, custom: { kind: 'at_risk', limit: SESSION_AT_MOST, order: 'retrievability' } },
      { onSuccess: () => navigate('/study') },
    );
  return (
    <div className={css.atRisk}>
      <p>{words.risk.count(risk.total, risk.due)}</p>
      {risk.objectives.length === 0 ? null : (
        <p className={css.atRiskNote}>{words.risk.objectives(risk.objectives)}</p>
      )}
      <div className={css.headsUpActions}>
        <Button
          variant="quiet"
          aria-expanded={isOpen}
          aria-label={`${words.risk.why} ${words.risk.title}`}
          onPress={() => setOpen(!isOpen)}
        >
          {words.risk.why}
        </Button>
        <Button variant="quiet" isDisabled={start.isPending} onPress={study}>
          {words.risk.study}
        </Button>
      </div>
      {isOpen ? <Why risk={risk} /> : null}
    </div>
  );
}

function Why({ risk }: { risk: Risk }) {
  const { judgement } = risk.model;
  return (
    <>
      <ul className={css.atRiskCards}>
        {risk.cards.slice(0, SHOWN).map(({ card, course, lecture, probability, fsrs, reasons }) => (
          <li key={card}>
            <p className={css.atRiskNote}>
              {course} · {lecture}
            </p>
            <p className={css.atRiskTitle}>{words.compared(probability, fsrs)}</p>
            <ValueList rows={reasons.map(words.reason)} />
          </li>
        ))}
      </ul>
      {judgement === null ? null : <p className={css.atRiskNote}>{words.judged(judgement)}</p>}
    </>
  );
}
