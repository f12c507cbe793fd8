import { lazy, Suspense, useState } from 'react';
import { showDone } from '../../app/undo.ts';
import { headsUp as words } from '../../i18n/en/heads-up.ts';
import type { Output } from '../../transport/app-contract.ts';
import { useServiceCommand, useServiceQuery } from '../../transport/use-service.ts';
import { Button } from '../../ui/button.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import css from './today.module.css';

type Prediction = Output<'twin.headsUp'>['predictions'][number];

const Why = lazy(() => import('../twin/predictions/why.tsx'));

/** At most three objectives that may be hard this week, each with its why, and a way to say that it is not so. */
export function HeadsUp() {
  const { data } = useServiceQuery('twin.headsUp', {});
  if (data === undefined || data.predictions.length === 0) return null;
  return (
    <Panel title={words.title} note={words.text}>
      <ul className={css.headsUp}>
        {data.predictions.map((prediction) => (
          <One key={prediction.prediction} prediction={prediction} />
        ))}
      </ul>
    </Panel>
  );
}

function One({ prediction }: { prediction: Prediction }) {
  const [isOpen, setOpen] = useState(false);
  const judge = useServiceCommand('twin.judgePrediction');
  const { title, path } = prediction;
  const sayNotSo = (): void =>
    judge.mutate(
      { prediction: prediction.prediction, verdict: 'NOT_SO' },
      { onSuccess: () => void showDone(words.noted) },
    );
  return (
    <li>
      <div className={css.headsUpHead}>
        <p className={css.headsUpTitle}>{title}</p>
        <p className={css.headsUpChance}>
          <b>{words.chance(prediction)}</b> {words.interval(prediction)}
        </p>
      </div>
      <p className={css.headsUpPath}>{path}</p>
      <div className={css.headsUpActions}>
        <Button
          variant="quiet"
          aria-expanded={isOpen}
          aria-label={`${words.why} ${title}`}
          onPress={() => setOpen(!isOpen)}
        >
          {words.why}
        </Button>
        <Button
          variant="quiet"
          aria-label={`${words.notSo}: ${title}`}
          isDisabled={judge.isPending}
          onPress={sayNotSo}
        >
          {words.notSo}
        </Button>
      </div>
      {isOpen ? (
        <Suspense fallback={<Skeleton height={120} />}>
          <Why prediction={prediction} />
        </Suspense>
      ) : null}
    </li>
  );
}
