import { derivedUid, uidToHex } from '#core/store/uid.ts';
import type { Service } from '#electron/service/start-service.ts';
import type { TimedReviews } from '#ml/memory/interday-rows.ts';
import { latency, rounded, timed, type Bench, type BenchRow } from './bench.ts';
import { readRevlog, revlogPath } from './data/anki-revlog.ts';
import { jobResult, openService, temporaryFolder } from './profile.ts';

const session = { caller: 'test' as const };
const dayMs = 86_400_000;
const daySeconds = 86_400;
/** Somebody who answers without looking: far more often than a person, so that slices of other work are met. */
const pauseMs = 15;
const answersAlone = 1500;

/** A course with the cards and answers of a log, the last of them yesterday; and new cards beside, to be answered now. */
const fillStore = async (service: Service, reviews: TimedReviews, fresh: number): Promise<void> => {
  const { store } = service;
  const today = Math.floor(store.clock.now() / dayMs);
  const shift = today - 1 - reviews.days.reduce((last, day) => Math.max(last, day), 0);
  const cards = reviews.starts.length - 1;
  await store.write(
    'bench.fill',
    (tx) => {
      const uid = (): Uint8Array => store.ids.uid();
      const course = tx.insertRow('courses', { uid: uid(), title: 'Log', position: 1 });
      const lecture = tx.insertRow('lectures', { uid: uid(), course_id: course, title: 'Log', position: 1 });
      const type = { name: 'Basic', kind: 'standard', css: '' };
      const noteType = tx.insertRow('note_types', { uid: uid(), ...type });
      for (const [ordinal, name] of ['Front', 'Back'].entries())
        tx.insertRow('note_fields', { uid: uid(), note_type_id: noteType, ordinal, name });
      tx.insertRow('card_templates', {
        uid: uid(),
        note_type_id: noteType,
        ordinal: 0,
        name: 'Card 1',
        question_format: '{{Front}}',
        answer_format: '{{Back}}',
      });
      for (let card = 0; card < cards + fresh; card += 1) {
        const fields = JSON.stringify([`question ${card}`, `answer ${card}`]);
        const note = tx.insertRow('notes', { uid: uid(), note_type_id: noteType, fields });
        const place = { note_id: note, ordinal: 0, lecture_id: lecture, position: card };
        const id = tx.insertRow('cards', { uid: uid(), ...place });
        if (card >= cards) continue;
        const first = reviews.starts[card] ?? 0;
        const end = reviews.starts[card + 1] ?? 0;
        for (let row = first; row < end; row += 1) {
          const day = reviews.days[row] ?? 0;
          const next = row + 1 < end ? Math.max(1, (reviews.days[row + 1] ?? 0) - day) : 30;
          tx.append(
            'reviews',
            {
              card_id: id,
              at: (reviews.at[row] ?? 0) + shift * dayMs,
              uid: derivedUid('bench', String(card), String(row)),
              utc_offset_min: 60,
              study_day: day + shift,
              rating: reviews.ratings[row] ?? 3,
              phase: row === first ? 0 : 2,
              interval_seconds: next * daySeconds,
              last_interval_seconds: 0,
              duration_ms: Math.round(reviews.durationMs[row] ?? 0),
            },
            { owner: id },
          );
        }
      }
    },
    { noUndo: true },
  );
  const { job } = await service.server.call('store.rebuild', {}, session);
  await jobResult(service, job);
};

/** Answers card after card while `goesOn` says so; milliseconds of each `study.answer`. */
const answering = async (service: Service, goesOn: (given: number) => boolean): Promise<number[]> => {
  const samples: number[] = [];
  const started = await service.server.call('study.start', { scope: {} }, session);
  let step = started.step;
  while (step.kind === 'card' && goesOn(samples.length)) {
    const input = {
      request: uidToHex(service.store.ids.uid()),
      session: started.session.uid,
      card: step.rendered.card,
      rating: 1 + (samples.length % 4),
      durationMs: 4000,
    };
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    const start = performance.now();
    step = (await service.server.call('study.answer', input, session)).step;
    samples.push(performance.now() - start);
  }
  return samples;
};

/** A fit to 40,000 reviews, the new memories after it, and answers meanwhile. */
export const refitBench: Bench = async (options) => {
  const path = options.revlog ?? revlogPath();
  if (path === undefined)
    return [{ what: 'not run (no data folder: set AMERICANO_DATA or give --revlog FILE)' }];
  const reviews = readRevlog(path);
  const { folder, remove } = temporaryFolder();
  // The clock of the log's owner stands still: a day has one fit.
  const service = await openService(folder);
  const rows: BenchRow[] = [];
  try {
    await fillStore(service, reviews, 4000);
    // New cards only: what the bench answers to them on their first day tells a fit nothing.
    const limits = { 'study.newPerDay': 9999, 'study.reviewsPerDay': 0 };
    await service.server.call('settings.change', { values: limits }, session);
    const alone = await answering(service, (given) => given < answersAlone);
    rows.push({ what: 'study.answer, nothing beside', ...latency(alone), bar: 'peer' });

    let phase: 'fit' | 'memories' | 'over' = 'fit';
    const during: Record<'fit' | 'memories', number[]> = { fit: [], memories: [] };
    const start = performance.now();
    const { job } = await service.server.call('parameters.fit', {}, session);
    const ended = service.jobs.ended(job).then(() => {
      phase = 'memories';
      rows.push({
        what: `fit of ${reviews.days.length} reviews, plain and time-graded`,
        seconds: rounded((performance.now() - start) / 1000),
      });
    });
    const samples = answering(service, () => phase === 'fit');
    during.fit.push(...(await samples));
    await ended;
    const memories = await timed(async () => {
      const isOpen = async (): Promise<boolean> =>
        (await service.server.call('parameters.status', {}, session)).refolding > 0;
      while (await isOpen()) during.memories.push(...(await answering(service, (given) => given < 50)));
    });
    const status = await service.server.call('parameters.status', {}, session);
    rows.push(
      { what: 'study.answer, while it is fitted', ...latency(during.fit), bar: 'p99 < 5 ms' },
      {
        what: 'study.answer, while memories are computed anew',
        ...latency(during.memories),
        bar: 'p99 < 5 ms',
      },
      { what: 'memories of the log on new parameters', seconds: rounded(memories / 1000) },
    );
    for (const fit of [status.latest, status.latestTimeGraded]) {
      rows.push({
        what: `${fit?.kind}, ${fit?.accepted === true ? 'accepted' : 'refused'}`,
        n: fit?.heldOut ?? 0,
        standard: rounded(fit?.defaultLoss ?? Number.NaN, 4),
        inForce: rounded(fit?.inForceLoss ?? Number.NaN, 4),
        fitted: rounded(fit?.fittedLoss ?? Number.NaN, 4),
      });
    }
  } finally {
    await service.close();
    remove();
  }
  return rows;
};
