import { useState } from 'react';
import { twinPredictions as words } from '../../../i18n/en/twin-predictions.ts';
import { twinEvidence } from '../../../i18n/en/twin-evidence.ts';
import { Button } from '../../../ui/button.tsx';
import { ShowAnswers } from '../evidence/show-answers.tsx';
import { Band, MiniInterval } from './band.tsx';
import css from './predictions.module.css';
import { Reasons, type Prediction } from './reasons.tsx';
import { StudyObjective } from './study-objective.tsx';
import { Verdicts } from './verdicts.tsx';

/** One objective: how likely, why, and what the owner says of it. */
export function PredictionRow({ prediction }: { prediction: Prediction }) {
  const [isOpen, setIsOpen] = useState(false);
  const { title, path, band, windowStart, windowEnd, objective } = prediction;
  return (
    <li className={css.row}>
      <div className={css.head}>
        <div className={css.name}>
          <h3>{title}</h3>
          <p className={css.quiet}>{path}</p>
        </div>
        <div className={css.reading}>
          <Band band={band} />
          <MiniInterval {...prediction} />
          <span className={css.chance}>{words.chance(prediction)}</span>
        </div>
      </div>
      <div className={css.actions}>
        <div className={css.help}>
          <Button
            aria-expanded={isOpen}
            aria-label={isOpen ? words.hideOf(title) : words.whyOf(title)}
            onPress={() => setIsOpen(!isOpen)}
          >
            {isOpen ? words.hide : words.why}
          </Button>
          <StudyObjective objective={objective} title={title} />
        </div>
        <Verdicts prediction={prediction} />
      </div>
      {isOpen ? (
        <div className={css.why}>
          <p className={css.quiet}>
            <span className={css.part}>{words.window(windowStart, windowEnd)}</span>
            <span className={css.part}>{words.modelName(prediction.model)}</span>
            {prediction.isScored ? <span className={css.part}>{words.scored}</span> : null}
          </p>
          <Reasons prediction={prediction} />
          <ShowAnswers
            of={title}
            numbers={[
              {
                label: twinEvidence.before,
                ask: { of: 'prediction', prediction: prediction.prediction, answers: 'before' },
              },
            ]}
          />
        </div>
      ) : null}
    </li>
  );
}
