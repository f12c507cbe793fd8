import { describe, expect, it } from 'vitest';
import { openTestStore, type TestStore } from '../store/testing/open-test-store.ts';
import { changeSettings } from './change-settings.ts';
import { defaultSettings, settingsContract, settingsSchema, type Settings } from './contract.ts';
import { localMoment } from './local-moment.ts';
import { readSettings } from './read-settings.ts';

const input = settingsContract['settings.change'].input;
const accepts = (values: unknown): boolean => input.safeParse({ values }).success;

const rows = ({ store }: TestStore): unknown[] =>
  store.connection.prepare('SELECT key, value FROM settings ORDER BY key').all();

describe('preferences', () => {
  it('are the defaults in a new store, and the defaults are within their own bounds', async () => {
    const { store } = await openTestStore();
    expect(readSettings(store)).toEqual(defaultSettings);
    expect(settingsSchema.parse(defaultSettings)).toEqual(defaultSettings);
  });

  it('change one by one; the others keep their value and no row', async () => {
    const opened = await openTestStore();
    const { output, changes } = await changeSettings(opened.store, {
      'study.newPerDay': 5,
      'appearance.theme': 'dark',
    });
    expect(output).toEqual({ ...defaultSettings, 'study.newPerDay': 5, 'appearance.theme': 'dark' });
    expect([...changes].sort()).toEqual(['settings', 'undo_log']);
    await changeSettings(opened.store, { 'study.newPerDay': 6, 'study.fuzz': undefined });
    expect(rows(opened)).toEqual([
      { key: 'appearance.theme', value: '"dark"' },
      { key: 'study.newPerDay', value: '6' },
    ]);
  });

  it('changed to what they are leave nothing to undo', async () => {
    const { store } = await openTestStore();
    await changeSettings(store, { 'study.newPerDay': 5 });
    expect((await changeSettings(store, { 'study.newPerDay': 5 })).changes).toEqual([]);
    await store.stepHistory('undo');
    expect(readSettings(store)).toEqual(defaultSettings);
    expect((await store.stepHistory('undo')).output).toBeNull();
  });

  it('come back with undo and go again with redo, all of one change together', async () => {
    const { store } = await openTestStore();
    await changeSettings(store, { 'study.learningSteps': [1, 5, 15] });
    const changed: Partial<Settings> = { 'study.learningSteps': [2], 'keys.frame': { 'go.today': 'h' } };
    await changeSettings(store, changed);
    await store.stepHistory('undo');
    expect(readSettings(store)).toEqual({ ...defaultSettings, 'study.learningSteps': [1, 5, 15] });
    await store.stepHistory('redo');
    expect(readSettings(store)).toEqual({ ...defaultSettings, ...changed });
  });

  it('that a hint was read stands between nobody and their last change', async () => {
    const { store } = await openTestStore();
    await changeSettings(store, { 'study.newPerDay': 5 });
    await changeSettings(store, { 'hints.hardIsAPass': true });
    await store.stepHistory('undo');
    expect(readSettings(store)).toEqual({ ...defaultSettings, 'hints.hardIsAPass': true });
  });

  it('of another version count as absent where they do not fit this one', async () => {
    const { store } = await openTestStore();
    const insert = store.connection.prepare('INSERT INTO settings VALUES (?, ?, 1, 1)');
    insert.run('study.newPerDay', '-3');
    insert.run('appearance.theme', '"sepia"');
    insert.run('study.fuzz', 'false');
    insert.run('future.setting', '{"a":1}');
    expect(readSettings(store)).toEqual({ ...defaultSettings, 'study.fuzz': false });
  });
});

const manyKeys = (count: number): Record<string, string> =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => [`action.${n}`, 'a']));

describe('the bounds of preferences', () => {
  it.each<[keyof Settings, unknown[], unknown[]]>([
    ['study.newPerDay', [0, 9999], [-1, 10_000, 1.5, '5', null]],
    ['study.reviewsPerDay', [0, 9999], [-1, 10_000]],
    ['study.desiredRetention', [0.7, 0.99], [0.69, 0.995, 1, Number.NaN]],
    [
      'study.learningSteps',
      [[], [0.1, 14_400], Array.from({ length: 10 }, () => 1)],
      [[0], [14_401], Array.from({ length: 11 }, () => 1), [Number.NaN]],
    ],
    ['study.relearningSteps', [[], [10]], [[-1], 10]],
    ['study.maximumIntervalDays', [1, 36_500], [0, 36_501]],
    ['study.fuzz', [true, false], [0, 'true']],
    ['study.newOrder', ['position', 'random'], ['due']],
    ['study.newPlacement', ['mixed', 'before', 'after'], ['between']],
    ['study.reviewOrder', ['retrievability', 'due', 'interval', 'random'], ['position']],
    ['study.buryNewSiblings', [true, false], [1]],
    ['study.buryReviewSiblings', [true, false], [null]],
    ['study.interleave', [true, false], ['yes']],
    ['study.leechThreshold', [0, 99], [-1, 100, 2.5]],
    ['study.leechAction', ['tag', 'suspend'], ['delete']],
    ['study.showTimer', [true], [1]],
    ['study.timerCapSeconds', [5, 7200], [4, 7201]],
    ['study.autoRevealSeconds', [0, 2.5, 3600], [-1, 3601, Number.NaN]],
    ['study.autoAnswerSeconds', [0, 3600], [-1, 3601]],
    ['study.askConfidence', [true], [1]],
    [
      'study.raisedToday',
      [{ studyDay: 20_000, places: { '': { newCards: 9999, reviews: 0 } } }],
      [{ studyDay: 20_000 }, { studyDay: 20_000, places: { '': { newCards: 10_000, reviews: 0 } } }],
    ],
    ['study.memoryModel', ['fitted', 'time_graded', 'default'], ['imported']],
    ['study.learnAheadMinutes', [0, 720], [-1, 721]],
    ['study.rolloverHour', [0, 23], [-1, 24, 4.5]],
    ['appearance.theme', ['system', 'light', 'dark'], ['sepia', '']],
    ['appearance.readingFont', ['serif', 'sans', 'hyperlegible'], ['comic']],
    ['appearance.textSize', [80, 200], [79, 201]],
    ['appearance.hideCounts', [true], ['yes']],
    ['appearance.readableColours', [true], ['yes']],
    ['study.autoplay', [false], [0]],
    ['keys.singleLetters', [false], [1]],
    [
      'keys.frame',
      [{}, { 'go.today': 'h' }, manyKeys(100)],
      [manyKeys(101), { 'go.today': '' }, { 'go.today': 'hh' }, { ['x'.repeat(41)]: 'a' }],
    ],
    ['twin.indicators', [false], ['no']],
    ['privacy.behavioralAnalysis', [true, false], ['off']],
    ['privacy.contentProfiling', [true, false], [0]],
    ['privacy.notifications', [true, false], [null]],
    ['privacy.sharing', [true, false], ['consent']],
    ['hints.hardIsAPass', [true], [null]],
  ])('%s', (key, within, outside) => {
    expect(within.filter((value) => !accepts({ [key]: value }))).toEqual([]);
    expect(outside.filter((value) => accepts({ [key]: value }))).toEqual([]);
  });

  it('are tested for every preference there is', () => {
    // The table above and this list must grow together.
    expect(Object.keys(settingsSchema.shape)).toHaveLength(38);
    expect(accepts({ 'study.unknown': 1 })).toBe(false);
    expect(accepts({})).toBe(true);
  });
});

describe('a moment of a person’s day', () => {
  const clock = (zone: string) => ({ now: () => 0, zone: () => zone });

  it('carries the offset of that instant and the study day, which begins at the rollover hour', () => {
    const at = Date.UTC(2026, 6, 1, 1, 59);
    const night = localMoment(at, clock('Europe/Berlin'), defaultSettings);
    expect(night).toEqual({ at, utcOffsetMin: 120, studyDay: 20_634 });
    expect(localMoment(at + 60_000, clock('Europe/Berlin'), defaultSettings).studyDay).toBe(20_635);
    const owl = { ...defaultSettings, 'study.rolloverHour': 0 };
    expect(localMoment(at, clock('Europe/Berlin'), owl).studyDay).toBe(20_635);
  });
});
