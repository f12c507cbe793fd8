import { join } from 'node:path';
import { writePackage } from '#core/exchange/anki/testing/write-package.ts';
import { studyDay, studyDayStartInZone, utcOffsetMinutes } from '#core/store/study-day.ts';
import { openReader } from '#core/store/open-store.ts';
import { profileAt } from '#core/store/profile.ts';
import { readLearnerFacts } from '#core/twin/facts/read-learner-facts.ts';
import { windowOf } from '#core/twin/predict/past-weeks.ts';
import type { Service } from '#electron/service/start-service.ts';
import { struggleRows } from '#ml/knowledge/struggle/struggle-rows.ts';
import { fsrsParameters } from '#ml/memory/fsrs-parameters.ts';
import { latency, rounded, timed, type Bench, type BenchOptions, type BenchRow } from './bench.ts';
import { revlogPath } from './data/anki-revlog.ts';
import { revlogPackage } from './data/revlog-package.ts';
import {
  benchProfile,
  historyEnd,
  importPackage,
  jobResult,
  openService,
  sitDown,
  temporaryFolder,
  zone,
} from './profile.ts';

const session = { caller: 'test' as const };
const objectives = 1000;
const smallLog = 50_000;
const reviewsPerNote = 10;
const answers = 2000;
const rolloverHour = 4;
const minuteMs = 60_000;
const pollMs = 200;

/** Objectives of as many cards each, where the profile has fewer of them: an import brings none. */
const addObjectives = async ({ store }: Service): Promise<void> => {
  const rows = store.connection
    .prepare('SELECT id, lecture_id FROM cards ORDER BY lecture_id, position, id')
    .all() as { id: number; lecture_id: number }[]; // the shape of the statement
  const each = Math.ceil(rows.length / objectives);
  await store.write(
    'bench.objectives',
    (tx) => {
      let objective = 0;
      for (const [place, card] of rows.entries()) {
        if (place % each === 0)
          objective = tx.insertRow('learning_objectives', {
            uid: store.ids.uid(),
            lecture_id: card.lecture_id,
            title: `Objective ${place / each + 1}`,
            position: place / each,
          });
        tx.insertRow('objective_cards', { objective_id: objective, card_id: card.id }, [
          'objective_id',
          'card_id',
        ]);
      }
    },
    { noUndo: true },
  );
  await store.settle();
};

/** From the call to the end of its job, with what it writes. */
const jobMs = (service: Service, call: () => Promise<{ job: string }>): Promise<number> =>
  timed(async () => jobResult(service, (await call()).job));

/** The jobs of the worker: the first of all starts it and reads a file nobody has read yet. */
const jobRows = async (service: Service, barMs: number): Promise<BenchRow[]> => {
  const { call } = service.server;
  const jobs = [
    {
      what: 'twin.analyse',
      start: () => call('twin.analyse', {}, session),
      bar: `${barMs} ms`,
    },
    { what: 'wellbeing', start: () => call('twin.assess', {}, session), bar: '5000 ms' },
    {
      what: 'daily predictions, no training',
      start: () => call('twin.generatePredictions', { days: 7 }, session),
      bar: '2000 ms',
    },
  ];
  const rows: BenchRow[] = [];
  for (const { what, start, bar } of jobs) {
    const first = await jobMs(service, start);
    const again = await jobMs(service, start);
    rows.push({ what, ms: rounded(first, 0), again: rounded(again, 0), bar });
  }
  return rows;
};

/** Reading the facts and computing the features, in this thread. */
const featureRows = (folder: string): BenchRow[] => {
  const { reader, close } = openReader(profileAt(folder));
  try {
    let start = performance.now();
    const { facts } = readLearnerFacts(reader);
    const read = performance.now() - start;
    const today = studyDay(historyEnd, utcOffsetMinutes(historyEnd, zone), rolloverHour);
    const asOf = studyDayStartInZone(today, zone, rolloverHour);
    start = performance.now();
    const { objective } = struggleRows(facts, fsrsParameters(), [
      windowOf(facts, asOf, today, 7, Number.NaN),
    ]);
    return [
      { what: 'facts read', ms: rounded(read, 0), bar: '' },
      {
        what: `features of ${objective.length} objectives now`,
        ms: rounded(performance.now() - start, 0),
        bar: '500 ms',
      },
    ];
  } finally {
    close();
  }
};

/** Every query of the twin's screens once, in a service that was just opened. */
const queryRows = async ({ server: { call } }: Service): Promise<BenchRow[]> => {
  const queries: Readonly<Record<string, () => Promise<unknown>>> = {
    history: () => call('twin.history', {}, session),
    rhythm: () => call('twin.rhythm', {}, session),
    memory: () => call('twin.memory', {}, session),
    patterns: () => call('twin.patterns', {}, session),
    patternTimeline: () => call('twin.patternTimeline', {}, session),
    load: () => call('twin.load', {}, session),
    loadTimeline: () => call('twin.loadTimeline', { days: 90 }, session),
    burnout: () => call('twin.burnout', {}, session),
    stressPatterns: () => call('twin.stressPatterns', {}, session),
    loadAgainstPerformance: () => call('twin.loadAgainstPerformance', {}, session),
    loadDays: () => call('twin.loadDays', {}, session),
    predictions: () => call('twin.predictions', { state: 'standing', limit: 500 }, session),
    endedPredictions: () => call('twin.predictions', { state: 'ended', limit: 500 }, session),
    headsUp: () => call('twin.headsUp', {}, session),
    health: () => call('twin.health', {}, session),
    scorecard: () => call('twin.scorecard', { model: null }, session),
    recallModel: () => call('twin.recallModel', {}, session),
    atRiskToday: () => call('twin.atRiskToday', {}, session),
    indicators: () => call('twin.indicators', {}, session),
    activity: () => call('twin.activity', {}, session),
    events: () => call('twin.events', { type: 'BREAK_STARTED', limit: 500 }, session),
    models: () => call('twin.models', {}, session),
    privacy: () => call('twin.privacy', {}, session),
  };
  const times: { name: string; ms: number }[] = [];
  for (const [name, ask] of Object.entries(queries)) times.push({ name, ms: await timed(ask) });
  const slowest = times.toSorted((a, b) => b.ms - a.ms).slice(0, 3);
  return slowest.map(({ name, ms }, place) => ({
    what: `${place === 0 ? `slowest of ${times.length} first queries` : 'next'}: twin.${name}`,
    ms: rounded(ms, 1),
    bar: '150 ms',
  }));
};

/** Answers while everything of the twin that looks at them is on. */
const answerRow = async (service: Service, rounds: number): Promise<BenchRow> => {
  const samples = await (await sitDown(service))(rounds);
  return { what: 'study.answer, all of the twin on', ...latency(samples), bar: 'p99 < 5 ms' };
};

const atSize = async (options: BenchOptions, barMs: number): Promise<BenchRow[]> => {
  const { folder, remove } = await benchProfile(options);
  try {
    let service = await openService(folder, historyEnd, false);
    await addObjectives(service);
    const reviews = service.store.connection.prepare('SELECT count(*) AS n FROM reviews').pluck().get();
    const rows = await jobRows(service, barMs);
    rows.push(...featureRows(folder));
    await service.close();
    service = await openService(folder);
    rows.push(...(await queryRows(service)), await answerRow(service, options.rounds || answers));
    await service.close();
    return rows.map((row) => ({ reviews: Number(reviews), ...row }));
  } finally {
    remove();
  }
};

/** A published history of three years, from the package to everything the twin says of it by itself. */
const realLogRows = async (path: string): Promise<BenchRow[]> => {
  const { folder, remove } = temporaryFolder();
  try {
    const description = revlogPackage(path);
    const file = join(folder, 'published.apkg');
    await writePackage(file, 3, description);
    const reviews = [...description.reviews];
    const last = reviews.reduce((most, { id }) => Math.max(most, id), 0);
    const service = await openService(join(folder, 'profile'), last + minuteMs);
    const start = performance.now();
    await importPackage(service, file);
    const imported = performance.now() - start;
    for (;;) {
      const { history } = await service.server.call('twin.history', {}, session);
      const { computedAt } = await service.server.call('twin.burnout', {}, session);
      if (history !== null && computedAt !== null) break;
      await new Promise((resolve) => setTimeout(resolve, pollMs));
    }
    const working = performance.now() - start;
    await service.close();
    const what = 'published history imported, with a working twin';
    return [
      {
        reviews: reviews.length,
        what,
        ms: rounded(working, 0),
        import: rounded(imported, 0),
        bar: '60000 ms',
      },
    ];
  } finally {
    remove();
  }
};

/**
 * How long the twin takes, by its jobs, its queries and what it adds to an answer: at fifty thousand reviews and at
 * `--reviews`, and on a published history (`--revlog`) as its learner would bring it. `--profile` is one of `bench store`,
 * for the larger size.
 */
export const twinSpeedBench: Bench = async (options) => {
  const small = { ...options, reviews: smallLog, notes: smallLog / reviewsPerNote, profile: undefined };
  const path = options.revlog ?? revlogPath();
  return [
    ...(await atSize(small, 500)),
    ...(await atSize(options, 5000)),
    ...(path === undefined ? [] : await realLogRows(path)),
  ];
};
