import type { OutputOf } from '../../rpc/contract.ts';
import { localMoment } from '../../settings/local-moment.ts';
import { readSettings } from '../../settings/read-settings.ts';
import type { Clock } from '../../store/clock.ts';
import { openBaseFrom } from '../../store/derivation-bases.ts';
import type { StoreReader } from '../../store/reader.ts';
import { statement } from '../../store/statements.ts';
import type { parametersContract } from './contract.ts';
import { fitGate } from './fit-gate.ts';
import { fitView, newestAcceptedFit, newestFit } from './fit-rows.ts';

type Status = OutputOf<typeof parametersContract, 'parameters.status'>;

const cardsFromKey = statement<{ from: number }, { n: number }>(
  'parameters.cardsFromKey',
  'SELECT count(*) AS n FROM cards WHERE id >= @from',
);

/** What is in force, how far the next fit is, and what the latest ones gave. */
export const parametersStatus = (reader: StoreReader, clock: Clock, job: string | undefined): Status => {
  const settings = readSettings(reader);
  const model = settings['study.memoryModel'];
  const gate = fitGate(reader, localMoment(clock.now(), clock, settings).studyDay);
  const plain = newestAcceptedFit(reader, 'fsrs6');
  const graded = newestAcceptedFit(reader, 'fsrs6_time_graded');
  const chosen = model === 'time_graded' ? (graded ?? plain) : plain;
  const inForce = model === 'default' ? undefined : chosen;
  const latest = newestFit(reader, 'fsrs6');
  const latestGraded = newestFit(reader, 'fsrs6_time_graded');
  const waitingFrom = openBaseFrom(reader, 'card_states');
  return {
    model,
    inForce: inForce === undefined ? null : fitView(inForce),
    answers: gate.answers,
    needed: gate.needed,
    possibleAt: gate.possibleAt,
    nextAt: gate.nextAt,
    fittedToday: gate.fittedToday,
    job: job ?? null,
    latest: latest === undefined ? null : fitView(latest),
    latestTimeGraded: latestGraded === undefined ? null : fitView(latestGraded),
    offer: graded === undefined || inForce?.kind === 'fsrs6_time_graded' ? null : fitView(graded),
    refolding: waitingFrom === null ? 0 : (reader.get(cardsFromKey, { from: waitingFrom })?.n ?? 0),
  };
};
