import { twinPredictions as words } from '../../../i18n/en/twin-predictions.ts';
import { reasonWords } from '../../../i18n/en/twin-reasons.ts';
import type { Output } from '../../../transport/app-contract.ts';
import { SignedBars } from '../../../ui/charts/signed-bars.tsx';
import { ValueList } from '../../../ui/value-list.tsx';
import css from './predictions.module.css';

export type Prediction = Output<'twin.predictions'>['predictions'][number];

/** Why a prediction says what it says: bars that add up, or what the rules looked at. */
export function Reasons({ prediction: { title, reasons, base, rest } }: { prediction: Prediction }) {
  if (base === null) return <Conditions reasons={reasons} />;
  const rows = [
    ...reasons.map((reason) => ({ label: reasonWords.both(reason), value: reason.contribution ?? 0 })),
    ...(rest === null || rest === 0 ? [] : [{ label: words.rest, value: rest }]),
    ...(base === 0 ? [] : [{ label: words.base, value: base }]),
  ];
  return (
    <SignedBars
      title={words.reasonsTitle(title)}
      level={3}
      description={words.reasonsText(reasons.length)}
      names={[words.reason, words.contribution]}
      rows={rows}
      sum={{ label: words.sum, value: rows.reduce((sum, { value }) => sum + value, 0) }}
      format={reasonWords.logOdds}
    />
  );
}

function Conditions({ reasons }: Pick<Prediction, 'reasons'>) {
  if (reasons.length === 0) return <p className={css.quiet}>{words.nothingStandsOut}</p>;
  return (
    <>
      <p className={css.quiet}>{words.conditions}</p>
      <ValueList
        rows={reasons.map((reason) => ({
          name: reasonWords.name(reason.feature),
          value: reasonWords.value(reason),
        }))}
      />
    </>
  );
}
