import { useState } from 'react';
import { CircleCheck, CircleHelp, Mountain } from 'lucide-react';
import { twinEvidence } from '../../../i18n/en/twin-evidence.ts';
import { twinPredictions } from '../../../i18n/en/twin-predictions.ts';
import { twinScorecard as words } from '../../../i18n/en/twin-scorecard.ts';
import type { Output } from '../../../transport/app-contract.ts';
import { useServiceQuery } from '../../../transport/use-service.ts';
import { Button } from '../../../ui/button.tsx';
import { ShowAnswers } from '../evidence/show-answers.tsx';
import { TwinSection } from '../twin-section.tsx';
import { Verdicts } from '../predictions/verdicts.tsx';
import css from './scorecard.module.css';

type Prediction = Output<'twin.predictions'>['predictions'][number];

const shownAtFirst = 10;
const most = 200;
const icons = { STRUGGLED: Mountain, FINE: CircleCheck, NOT_STUDIED: CircleHelp } as const;

/** What became of each prediction, and the owner's word on it. */
export function EndedSection() {
  const query = useServiceQuery('twin.predictions', { state: 'ended', limit: most });
  const [showsAll, setShowsAll] = useState(false);
  return (
    <TwinSection title={words.ended} query={query} height={240}>
      {({ predictions }) => {
        if (predictions.length === 0) return <p className={css.quiet}>{words.nothingEnded}</p>;
        const shown = showsAll ? predictions : predictions.slice(0, shownAtFirst);
        return (
          <div className={css.stack}>
            <p className={css.text}>{words.endedText}</p>
            <ul className={css.ended}>
              {shown.map((prediction) => (
                <Ended key={prediction.prediction} prediction={prediction} />
              ))}
            </ul>
            {shown.length === predictions.length ? null : (
              <p>
                <Button onPress={() => setShowsAll(true)}>{words.all(predictions.length)}</Button>
              </p>
            )}
          </div>
        );
      }}
    </TwinSection>
  );
}

function Ended({ prediction }: { prediction: Prediction }) {
  const { title, windowStart, windowEnd, probability, outcome } = prediction;
  const Icon = outcome === null ? CircleHelp : icons[outcome.outcome];
  return (
    <li>
      <div className={css.endedHead}>
        <h3>{title}</h3>
        <span className={css.outcome}>
          <Icon size={18} aria-hidden />
          {outcome === null ? null : words.outcomes[outcome.outcome]}
        </span>
      </div>
      <p className={css.quiet}>
        <span className={css.part}>{twinPredictions.window(windowStart, windowEnd)}</span>
        <span className={css.part}>{words.predicted(probability)}</span>
        {outcome === null ? null : (
          <span className={css.part}>{words.detail(outcome.answers, outcome.recall)}</span>
        )}
      </p>
      <div className={css.endedActions}>
        <Verdicts prediction={prediction} />
        <ShowAnswers
          of={title}
          numbers={(['window', 'before'] as const).map((answers) => ({
            label: twinEvidence[answers],
            ask: { of: 'prediction', prediction: prediction.prediction, answers },
          }))}
        />
      </div>
    </li>
  );
}
