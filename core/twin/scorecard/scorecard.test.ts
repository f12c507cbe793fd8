import { describe, expect, it } from 'vitest';
import { profileMaker, type OpenService } from '#electron/service/testing/open-test-service.ts';
import { resultOf } from '#electron/service/testing/test-service.ts';

/** Objectives to predict of; nothing is predicted yet. */
const learner = profileMaker(async (open) => {
  await resultOf(open.service, (await open.call('exchange.simulateLearner', { seed: 3, days: 30 })).job);
  await open.service.store.settle();
});

type Told = {
  week: number;
  probability: number;
  band?: 'LOW' | 'MEDIUM' | 'HIGH';
  outcome: 'STRUGGLED' | 'FINE' | 'NOT_STUDIED' | null;
  verdict?: 'STRUGGLED' | 'FINE' | 'NOT_SO';
  model?: 'stack' | 'rules';
  isScored?: boolean;
};

/** 2025-06-30, a Monday: its week ends in July. */
const firstWeek = 20_269;

const tell = ({ service }: OpenService, told: readonly Told[]): void => {
  const { connection } = service.store;
  const insert = connection.prepare(
    `INSERT INTO struggle_predictions (uid, objective_id, predicted_at, utc_offset_min, study_day, window_start, window_end,
       probability, low, high, band, model, model_version, is_scored, features, reasons)
     VALUES (randomblob(16), 1, @at, 0, @start, @start, @end, @probability, 0, 1, @band, @model, @model, @scored, '{}',
       '{"base":null,"features":[]}')`,
  );
  const end = connection.prepare(
    `INSERT INTO struggle_outcomes (uid, prediction_id, recorded_at, utc_offset_min, study_day, outcome, answers)
     VALUES (randomblob(16), ?, 0, 0, ?, ?, 20)`,
  );
  const say = connection.prepare(
    `INSERT INTO prediction_feedback (uid, prediction_id, verdict, created_at, updated_at) VALUES (randomblob(16), ?, ?, 0, 0)`,
  );
  for (const one of told) {
    const start = firstWeek + 7 * one.week;
    const { lastInsertRowid: id } = insert.run({
      at: start * 86_400_000,
      start,
      end: start + 7,
      probability: one.probability,
      band: one.band ?? (one.probability >= 0.5 ? 'HIGH' : 'LOW'),
      model: one.model ?? 'stack',
      scored: one.isScored === false ? 0 : 1,
    });
    if (one.outcome !== null) end.run(id, start + 7, one.outcome);
    if (one.verdict !== undefined) say.run(id, one.verdict);
  }
};

const card = (open: OpenService, model: 'stack' | 'rules' | null = null) =>
  open.call('twin.scorecard', { model });
const times = (count: number, of: (place: number) => Told): Told[] =>
  Array.from({ length: count }, (_, place) => of(place));

// The first makes a profile with a history.
describe('scorecard', { timeout: 120_000 }, () => {
  it('says nothing of what has not been predicted', async () => {
    const empty = await card(await learner());
    expect(empty).toMatchObject({ isOn: true, notStudied: 0, waiting: 0, nextEnd: null, baseRate: null });
    expect(empty).toMatchObject({ calibration: [], months: [], models: [], isAlert: false });
    expect(empty.total).toMatchObject({ n: 0, skill: null, auc: null, precision: null, accuracy: null });
  });

  it('counts how predictions turned out, by hand', async () => {
    const open = await learner();
    tell(open, [
      { week: 0, probability: 0.8, outcome: 'STRUGGLED' },
      { week: 0, probability: 0.8, outcome: 'FINE' },
      { week: 0, probability: 0.1, outcome: 'STRUGGLED' },
      { week: 0, probability: 0.1, outcome: 'FINE' },
      { week: 0, probability: 0.1, outcome: 'FINE' },
      // Not judged, not scored, and not over.
      { week: 0, probability: 0.9, outcome: 'NOT_STUDIED' },
      { week: 0, probability: 0.9, outcome: 'STRUGGLED', isScored: false },
      { week: 5000, probability: 0.9, outcome: null },
    ]);
    const { total, baseRate, notStudied, waiting, nextEnd } = await card(open);
    expect(total).toMatchObject({ n: 5, confirmed: 1, falsePositive: 1, missed: 1, trueNegative: 2 });
    expect(total.precision?.value).toBe(0.5);
    expect(total.recall?.value).toBe(0.5);
    expect(total.accuracy?.value).toBe(0.6);
    expect(total.accuracy!.low).toBeLessThan(0.6);
    expect(total.accuracy!.high).toBeGreaterThan(0.6);
    // Five say nothing of skill.
    expect(total).toMatchObject({ skill: null, auc: null });
    expect({ baseRate, notStudied, waiting }).toEqual({ baseRate: 0.4, notStudied: 1, waiting: 1 });
    expect(nextEnd).toBe(firstWeek + 7 * 5001);
  });

  it('counts as called what a heads-up had room for: the three likeliest of a week that are raised, and all that are high', async () => {
    const open = await learner();
    const raised = (week: number, probability: number): Told => ({
      week,
      probability,
      band: 'MEDIUM',
      outcome: 'STRUGGLED',
    });
    tell(open, [
      ...[0.3, 0.31, 0.32, 0.33].map((probability) => raised(0, probability)),
      { week: 1, probability: 0.9, outcome: 'STRUGGLED' },
      ...[0.3, 0.31, 0.32].map((probability) => raised(1, probability)),
      { week: 2, probability: 0.1, outcome: 'STRUGGLED' },
    ]);
    // Of the first week the lowest is left out, of the second too, and of the third nothing was raised.
    expect((await card(open)).total).toMatchObject({ n: 9, confirmed: 6, missed: 3 });
  });

  it('takes the word of the owner over that of the log', async () => {
    const open = await learner();
    tell(open, [
      { week: 0, probability: 0.8, outcome: 'STRUGGLED', verdict: 'NOT_SO' },
      { week: 0, probability: 0.8, outcome: 'FINE', verdict: 'STRUGGLED' },
      { week: 0, probability: 0.1, outcome: 'NOT_STUDIED', verdict: 'FINE' },
      // That it did not come to that is true of a week nobody studied in, and says nothing.
      { week: 0, probability: 0.8, outcome: 'NOT_STUDIED', verdict: 'NOT_SO' },
    ]);
    expect(await card(open)).toMatchObject({
      notStudied: 1,
      total: { n: 3, confirmed: 1, falsePositive: 1, missed: 0, trueNegative: 1 },
    });
  });

  it('has skill, area, calibration, months and models of as many as it takes', async () => {
    const open = await learner();
    // Each week ten at .8, eight of which struggle, and ten at .2, two of which do.
    const week = (number: number): Told[] => [
      ...times(10, (n) => ({ week: number, probability: 0.8, outcome: n < 8 ? 'STRUGGLED' : 'FINE' })),
      ...times(10, (n) => ({ week: number, probability: 0.2, outcome: n < 2 ? 'STRUGGLED' : 'FINE' })),
    ];
    tell(open, [0, 1, 2, 3, 4].flatMap(week));
    tell(open, [{ week: 4, probability: 0.9, outcome: 'FINE', model: 'rules' }]);
    const found = await card(open, 'stack');
    // Brier .8 × .04 + .2 × .64 = .16 against .25 of a half: 1 − .16 / .25.
    expect(found.total.skill?.value).toBeCloseTo(0.36, 12);
    // Of pairs, .64 in the right order and .32 tied.
    expect(found.total.auc?.value).toBeCloseTo(0.8, 12);
    expect(found.calibration.map(({ n, observed }) => [n, observed])).toEqual([
      [50, 0.2],
      [50, 0.8],
    ]);
    expect(found.isAlert).toBe(false);
    expect(found.months.map(({ month, n }) => [month, n])).toEqual([
      ['2025-07', 80],
      ['2025-08', 20],
    ]);
    expect(found.models.map(({ model, n }) => [model, n])).toEqual([['stack', 100]]);
    const all = await card(open);
    expect(all.total.n).toBe(101);
    expect(all.models.map(({ model, n }) => [model, n])).toEqual([
      ['stack', 100],
      ['rules', 1],
    ]);
  });

  it('waits with skill and area until there are five weeks: from fewer an interval would be of nothing', async () => {
    const open = await learner();
    const week = (number: number): Told[] =>
      times(20, (n) => ({
        week: number,
        probability: n < 10 ? 0.8 : 0.2,
        outcome: n % 3 === 0 ? 'FINE' : 'STRUGGLED',
      }));
    tell(open, [0, 1, 2, 3].flatMap(week));
    expect((await card(open)).total).toMatchObject({ n: 80, skill: null, auc: null });
    tell(open, week(4));
    const { skill, auc } = (await card(open)).total;
    expect(skill).not.toBeNull();
    expect(auc).not.toBeNull();
  });

  it('counts what was not studied and what waits of one predictor where one is asked for', async () => {
    const open = await learner();
    tell(open, [
      { week: 0, probability: 0.4, outcome: 'NOT_STUDIED', model: 'stack' },
      { week: 0, probability: 0.4, outcome: 'NOT_STUDIED', model: 'rules' },
      { week: 5000, probability: 0.4, outcome: null, model: 'rules' },
    ]);
    expect(await card(open)).toMatchObject({ notStudied: 2, waiting: 1 });
    expect(await card(open, 'stack')).toMatchObject({ notStudied: 1, waiting: 0, nextEnd: null });
    expect(await card(open, 'rules')).toMatchObject({ notStudied: 1, waiting: 1 });
  });

  it('alerts where it would be better to know only how often, from 31 on', async () => {
    const open = await learner();
    const wrong = (count: number, week: number): Told[] =>
      times(count, (n) => ({
        week,
        probability: n % 2 === 0 ? 0.9 : 0.1,
        outcome: n % 2 === 0 ? 'FINE' : 'STRUGGLED',
      }));
    tell(
      open,
      [0, 1, 2, 3, 4].flatMap((week) => wrong(6, week)),
    );
    expect(await card(open)).toMatchObject({ total: { n: 30 }, isAlert: false });
    tell(open, wrong(2, 5));
    const found = await card(open);
    expect(found).toMatchObject({ total: { n: 32 }, isAlert: true });
    expect(found.total.skill!.value).toBeLessThan(0);
    const { skill } = await open.call('twin.health', {});
    expect(skill).toEqual({ n: 32, skill: found.total.skill!.value, isAlert: true });
  });
});
