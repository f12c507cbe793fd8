import { describe, expect, it } from 'vitest';
import { uidToHex } from '../store/uid.ts';
import { rpcErrorOf } from '../store/testing/rpc-error-of.ts';
import type { OpenService } from '#electron/service/testing/open-test-service.ts';
import { deskWithDecks, placesOf, studyUntil } from './testing/study-desk.ts';

const minute = 60_000;
const common = { limit: 100, order: 'due' } as const;

const change = (open: OpenService, values: object) => open.call('settings.change', { values });
const states = (open: OpenService): unknown => open.rows('SELECT * FROM card_states ORDER BY card_id');
const facts = (open: OpenService): unknown => [
  states(open),
  open.rows('SELECT * FROM note_tags ORDER BY note_id, tag_id'),
  open.rows('SELECT id, suspended FROM cards ORDER BY id'),
];

describe('a session of minutes', () => {
  it('is cut to what fits by the owner’s pace, ends when the time is over and never in the middle of a card', async () => {
    const open = await deskWithDecks();
    const all = await open.call('study.start', { scope: {} });
    const { session, step } = await open.call('study.start', { scope: {}, budgetMinutes: 2 });
    expect(session.uid).not.toBe(all.session.uid);
    expect(session).toMatchObject({ budgetMinutes: 2, kind: 'day' });
    const { fresh, review } = step.progress;
    // Reviews come before new cards: eight seconds each is the common pace.
    expect([fresh, review]).toEqual([0, 15]);
    expect(review).toBeLessThan(all.step.progress.review);
    expect(session.finishAt).toBe(open.clock.now() + 2 * minute);
    // Slower than the pace: time is over with cards left.
    const shown = await studyUntil(open, { scope: {}, budgetMinutes: 2 }, 100, () => 3, 20_000);
    expect(shown).toHaveLength(6);
    expect((await open.call('study.today', {})).lastSession).toMatchObject({ answers: 6 });
    expect((await open.call('study.start', { scope: {}, budgetMinutes: 2 })).session.uid).not.toBe(
      session.uid,
    );
  });

  it('takes more cards where the owner is faster than their pace, and says why it ended', async () => {
    const open = await deskWithDecks();
    await change(open, { 'study.newPerDay': 0 });
    const { session, step } = await open.call('study.start', { scope: {}, budgetMinutes: 1 });
    if (step.kind !== 'card') throw new Error('no card');
    const given = await open.call('study.answer', {
      request: uidToHex(open.service.store.ids.uid()),
      session: session.uid,
      card: step.rendered.card,
      rating: 3,
      durationMs: 90_000,
    });
    expect(given.step).toMatchObject({ kind: 'finished', reason: 'time' });
    await open.call('study.finish', { session: session.uid });
    const shown = await studyUntil(open, { scope: {}, budgetMinutes: 1 }, 100, () => 3, 1000);
    expect(shown.length).toBeGreaterThan(7);
  });
});

describe('more today', () => {
  it('raises the limits of this day only, and is taken back by undo', async () => {
    const open = await deskWithDecks();
    await change(open, { 'study.newPerDay': 2, 'study.reviewsPerDay': 3 });
    const { Law } = await placesOf(open);
    await open.call('study.raiseLimits', { scope: {}, newCards: 3, reviews: 0 });
    await open.call('study.raiseLimits', { scope: { [Law.kind]: Law.uid }, newCards: 0, reviews: 2 });
    expect(await open.call('study.today', {})).toMatchObject({ fresh: 5, due: 5 });
    const shown = await studyUntil(open, { scope: {} }, 100, () => 4);
    expect(shown).toHaveLength(10);
    expect(await open.call('study.today', {})).toMatchObject({ fresh: 0, due: 0 });
    open.clock.advance(24 * 60 * minute);
    expect(await open.call('study.today', {})).toMatchObject({ fresh: 2, due: 3 });
  });

  it('is undone', async () => {
    const open = await deskWithDecks();
    await change(open, { 'study.newPerDay': 2 });
    await open.call('study.raiseLimits', { scope: {}, newCards: 3, reviews: 0 });
    await open.call('store.undo', {});
    expect(await open.call('study.today', {})).toMatchObject({ fresh: 2 });
  });
});

describe('a leech', () => {
  it.each(['tag', 'suspend'] as const)(
    'is met at the threshold and each half of it: %s, in the same step as the answer',
    async (leechAction) => {
      const open = await deskWithDecks();
      await change(open, {
        'study.leechThreshold': 2,
        'study.leechAction': leechAction,
        'study.relearningSteps': [],
        'study.newPerDay': 0,
      });
      const custom = { kind: 'state', cards: 'seen', reschedule: true, limit: 1, order: 'added' } as const;
      const forget = async () => {
        const { session, step } = await open.call('study.start', { scope: {}, custom });
        if (step.kind !== 'card') throw new Error('no card');
        const before = facts(open);
        const given = await open.call('study.answer', {
          request: uidToHex(open.service.store.ids.uid()),
          session: session.uid,
          card: step.rendered.card,
          rating: 1,
          durationMs: 1000,
        });
        await open.call('study.finish', { session: session.uid });
        open.clock.advance(24 * 60 * minute);
        return { step, leech: given.leech, before };
      };
      const done = { tag: 'tagged', suspend: 'suspended' }[leechAction];
      const first = await forget();
      expect([first.leech, first.step.leech]).toEqual([null, false]);
      const second = await forget();
      expect(second.leech).toBe(done);
      expect(open.rows('SELECT count(*) AS n FROM cards WHERE suspended = 1')).toEqual([
        { n: leechAction === 'suspend' ? 1 : 0 },
      ]);
      expect(
        open.rows(
          `SELECT count(*) AS n FROM note_tags nt JOIN tags t ON t.id = nt.tag_id WHERE t.name = 'leech'`,
        ),
      ).toEqual([{ n: 1 }]);
      await open.call('store.undo', {});
      expect(facts(open)).toEqual(second.before);
      await open.call('store.redo', {});
      if (leechAction === 'suspend') return;
      const third = await forget();
      expect([third.step.leech, third.leech]).toEqual([true, 'tagged']);
    },
  );
});

describe('answers', () => {
  it('count as long as the cap of the preset says, and keep how sure the person was', async () => {
    const open = await deskWithDecks();
    const { Medicine } = await placesOf(open);
    const { preset } = await open.call('presets.create', { name: 'Long', values: { timerCapSeconds: 120 } });
    await open.call('presets.assign', { ...Medicine, preset });
    for (const [name, counted] of [
      ['Medicine', 120_000],
      ['Law', 60_000],
    ] as const) {
      const place = (await placesOf(open))[name];
      const { session, step } = await open.call('study.start', { scope: { [place.kind]: place.uid } });
      if (step.kind !== 'card') throw new Error('no card');
      expect(step.timer.capSeconds).toBe(counted / 1000);
      const request = uidToHex(open.service.store.ids.uid());
      await open.call('study.answer', {
        request,
        session: session.uid,
        card: step.rendered.card,
        rating: 3,
        durationMs: 300_000,
        confidencePercent: 70,
      });
      expect(
        open.rows('SELECT duration_ms, confidence_percent FROM reviews WHERE lower(hex(uid)) = ?', request),
      ).toEqual([{ duration_ms: counted, confidence_percent: 70 }]);
      expect(await open.call('study.finish', { session: session.uid })).toMatchObject({ studiedMs: counted });
    }
    const { studiedTodayMs } = await open.call('study.today', {});
    expect(studiedTodayMs).toBe(180_000);
  });

  it('are scheduled by the preset of their lecture', async () => {
    const open = await deskWithDecks();
    const { Medicine, Law } = await placesOf(open);
    await change(open, { 'study.reviewsPerDay': 0, 'study.learningSteps': [1] });
    const { preset } = await open.call('presets.create', { name: 'Slow', values: { learningSteps: [30] } });
    await open.call('presets.assign', { ...Law, preset });
    const forgot = async (place: { kind: string; uid: string }): Promise<number | undefined> => {
      const { step } = await open.call('study.start', { scope: { [place.kind]: place.uid } });
      return step.kind === 'card' ? step.outcomes[0]?.intervalSeconds : undefined;
    };
    expect([await forgot(Medicine), await forgot(Law)]).toEqual([60, 1800]);
    await open.call('presets.remove', { preset });
    expect(await forgot(Law)).toBe(60);
    await open.call('store.undo', {});
    expect(await forgot(Law)).toBe(1800);
  });
});

describe('cards of one’s own choice', () => {
  it('ahead: reviews before their day are scheduled by the time that passed, logged as Anki logs them', async () => {
    const open = await deskWithDecks();
    const custom = { kind: 'ahead', days: 20, ...common } as const;
    const { studyDay, due } = await open.call('study.today', {});
    const { cards } = await open.call('study.countCustom', { scope: {}, custom });
    const expected = open.rows(
      'SELECT 1 FROM card_states WHERE queue = 2 AND due_day > ? AND due_day <= ?',
      studyDay,
      studyDay + 20,
    );
    expect(cards).toBe(expected.length);
    const shown = await studyUntil(open, { scope: {}, custom }, 3);
    expect(shown).toHaveLength(3);
    expect(open.rows('SELECT DISTINCT phase, interval_seconds > 0 AS days FROM live_reviews')).toEqual([
      { phase: 4, days: 1 },
    ]);
    // Beyond the plan: today's limits are as they were.
    expect((await open.call('study.today', {})).due).toBeLessThanOrEqual(due);
    const derived = states(open);
    const { job } = await open.call('store.rebuild', {});
    await open.service.jobs.ended(job);
    expect(states(open)).toEqual(derived);
  });

  it('forgotten today, until each is remembered; a restart goes on where it was', async () => {
    const open = await deskWithDecks();
    await change(open, { 'study.newPerDay': 0 });
    const shown = await studyUntil(open, { scope: {} }, 4, () => 1);
    const custom = { kind: 'forgotten', days: 1, reschedule: false, ...common } as const;
    const start = await open.call('study.start', { scope: {}, custom });
    expect(start.session).toMatchObject({ kind: 'custom', custom });
    expect(start.step).toMatchObject({ reschedules: false });
    const asked: string[] = [];
    let { step } = start;
    let service = open;
    for (const rating of [1, 3, 3, 3, 3]) {
      if (step.kind !== 'card') throw new Error('no card');
      asked.push(step.rendered.card);
      ({ step } = await service.call('study.answer', {
        request: uidToHex(service.service.store.ids.uid()),
        session: start.session.uid,
        card: step.rendered.card,
        rating,
        durationMs: 1000,
      }));
      service = await service.restart();
      expect((await service.call('study.current', {})).step).toEqual(step);
    }
    expect(step).toMatchObject({ kind: 'finished', reason: 'done' });
    expect(new Set(asked)).toEqual(new Set(shown.map(({ card }) => card)));
    expect(asked[4]).toBe(asked[0]);
  });

  it('by tag with what is beneath it, by objective, by state and scope; what is not there is no session', async () => {
    const open = await deskWithDecks();
    const count = async (custom: object, scope: object = {}) =>
      (await open.call('study.countCustom', { scope, custom: { ...common, ...custom } as never })).cards;
    const of = (cards: string) => ({ kind: 'state', cards, reschedule: true });
    expect(await count({ kind: 'tag', tag: 'exam', cards: 'all', reschedule: true })).toBe(24);
    expect(await count({ kind: 'tag', tag: 'exam::heart', cards: 'new', reschedule: true })).toBe(12);
    expect(await count({ kind: 'tag', tag: 'exa', cards: 'all', reschedule: true })).toBe(0);
    expect(await count({ kind: 'cram' })).toBe(96);
    expect(await count({ kind: 'cram', limit: 10 })).toBe(10);
    const { Medicine, Heart } = await placesOf(open);
    expect(await count(of('new'), { [Medicine.kind]: Medicine.uid })).toBe(32);
    expect(await count(of('new'), { [Heart.kind]: Heart.uid })).toBe(16);
    expect(await count(of('seen'))).toBe(48);
    const [objective] = open.rows<{ uid: string; n: number }>(
      `SELECT lower(hex(o.uid)) AS uid, count(*) AS n FROM learning_objectives o
       JOIN objective_rules r ON r.objective_id = o.id JOIN cards c ON c.lecture_id = r.lecture_id GROUP BY o.id`,
    );
    if (objective !== undefined) {
      const asked = { kind: 'objective', objective: objective.uid, cards: 'all', reschedule: true };
      expect(await count(asked)).toBe(objective.n);
    }
    const none = await open.call('study.start', {
      scope: {},
      custom: { kind: 'tag', tag: 'nowhere', cards: 'all', reschedule: true, ...common },
    });
    expect(none.step).toMatchObject({ kind: 'finished', reason: 'done' });
    const wrong = { kind: 'cram', limit: 0, order: 'due' } as never;
    expect(await rpcErrorOf(open.call('study.start', { scope: {}, custom: wrong }))).toMatchObject({
      kind: 'invalid',
    });
  });
});

describe('presets', () => {
  it('say what differs; the nearest says it, and each value names who said it', async () => {
    const open = await deskWithDecks();
    const { Medicine, Heart } = await placesOf(open);
    const { preset: far } = await open.call('presets.create', {
      name: 'Far',
      values: { desiredRetention: 0.95, newPerDay: 7 },
    });
    const { preset: near } = await open.call('presets.create', { name: 'Near', values: { newPerDay: 3 } });
    await open.call('presets.assign', { ...Medicine, preset: far });
    await open.call('presets.assign', { ...Heart, preset: near });
    const { values, from } = await open.call('presets.effective', Heart);
    expect(values).toMatchObject({ newPerDay: 3, desiredRetention: 0.95, reviewsPerDay: 200 });
    expect(from).toMatchObject({ newPerDay: near, desiredRetention: far, reviewsPerDay: null });
    await open.call('presets.change', { preset: near, name: 'Nearer', values: { reviewsPerDay: 9 } });
    expect((await open.call('presets.effective', Heart)).values).toMatchObject({
      newPerDay: 7,
      reviewsPerDay: 9,
    });
    const { places } = await open.call('presets.remove', { preset: near });
    expect(places).toBe(1);
    expect((await open.call('presets.effective', Heart)).values.reviewsPerDay).toBe(200);
    await open.call('store.undo', {});
    expect((await open.call('presets.effective', Heart)).values.reviewsPerDay).toBe(9);
    expect((await open.call('presets.list', {})).presets.map(({ name }) => name)).toEqual(['Far', 'Nearer']);
  });

  it('of another version keep what this one knows', async () => {
    const open = await deskWithDecks();
    const { Law } = await placesOf(open);
    const { preset } = await open.call('presets.create', { name: 'Odd', values: {} });
    open.service.store.connection.exec(
      `UPDATE course_presets SET preset_values = '{"newPerDay":5,"reviewsPerDay":-1,"later":true}'`,
    );
    await open.call('presets.assign', { ...Law, preset });
    expect((await open.call('presets.effective', Law)).values).toMatchObject({
      newPerDay: 5,
      reviewsPerDay: 200,
    });
  });
});
