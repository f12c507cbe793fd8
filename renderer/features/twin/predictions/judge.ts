import { showDone } from '../../../app/undo.ts';
import { twinPredictions as words } from '../../../i18n/en/twin-predictions.ts';
import type { Output } from '../../../transport/app-contract.ts';
import { callService } from '../../../transport/connection.ts';
import { reportFailure } from '../../../transport/report-failure.ts';

type Verdict = Output<'twin.predictions'>['predictions'][number]['verdict'];

/** Says the owner's word on a prediction, or takes it back, with the way back. */
export const judge = (prediction: string, verdict: Verdict): void => {
  callService('twin.judgePrediction', { prediction, verdict })
    .then(() => showDone(verdict === null ? words.takenBack : words.judged[verdict]))
    .catch(reportFailure);
};
