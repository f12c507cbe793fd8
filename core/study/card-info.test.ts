import { describe, expect, it } from 'vitest';
import {
  profileMaker,
  writtenPackage,
  type OpenService,
} from '#electron/service/testing/open-test-service.ts';
import { schoolPackage } from '../exchange/anki/testing/school-package.ts';
import { retrievability } from '#ml/memory/memory.ts';
import { standardModel } from './parameters/model-in-force.ts';

const day = 86_400_000;
const withSchool = profileMaker(async (open) => open.import(await writtenPackage(schoolPackage())));

const infoOf = async (open: OpenService, search: string) => {
  const { rows } = await open.call('library.cards', {
    scope: {},
    search,
    sort: 'added',
    descending: false,
    offset: 0,
    limit: 10,
  });
  return open.call('study.cardInfo', { card: rows[0]?.uid ?? '' });
};
type Info = Awaited<ReturnType<typeof infoOf>>;

const lastOf = ({ curve }: Info): number => curve.at(-1)?.days ?? -1;
const wholeDays = ({ curve }: Info): number[] =>
  curve.map(({ days }) => days).filter((days) => Number.isInteger(days));

describe('the forgetting curve of a card', () => {
  it('begins at certainty, falls, and passes through what is recalled today', async () => {
    const open = await withSchool();
    // Last answered on day 12; the clock stands on day 60.
    const info = await infoOf(open, 'organism');
    expect(info).toMatchObject({ phase: 'review', sinceDays: 48 });
    expect(info.curve[0]).toEqual({ days: 0, retrievability: 1 });
    expect(info.curve).toEqual(
      info.curve.toSorted((one, other) => other.retrievability - one.retrievability),
    );
    const stability = info.stability ?? 0;
    expect(info.retrievability).toBe(retrievability(standardModel, stability, 48));
    expect(info.curve.find(({ days }) => days === 48)?.retrievability).toBe(info.retrievability);
  });

  it('reaches today however late the card is, in whole days and not many points', async () => {
    const open = await withSchool();
    const first = await infoOf(open, 'organism');
    open.clock.advance(1000 * day);
    const late = await infoOf(open, 'organism');
    expect(late.sinceDays).toBe((first.sinceDays ?? 0) + 1000);
    expect(lastOf(late)).toBeGreaterThanOrEqual(1048);
    for (const info of [first, late]) {
      expect(info.curve.length).toBeGreaterThan(30);
      expect(info.curve.length).toBeLessThanOrEqual(121);
    }
    expect(wholeDays(late)).toHaveLength(late.curve.length);
  });

  it('shows a week at least, every day of it', async () => {
    const open = await withSchool();
    const { session, step } = await open.call('study.start', { scope: {} });
    if (step.kind !== 'card') throw new Error(`${step.kind} instead of a card`);
    const { card } = step.rendered;
    const answer = { request: '01900000000070008000000000000001', session: session.uid, card };
    await open.call('study.answer', { ...answer, rating: 1, durationMs: 5000 });
    const info = await open.call('study.cardInfo', { card });
    expect(info).toMatchObject({ sinceDays: 0, retrievability: 1 });
    expect(lastOf(info)).toBeGreaterThanOrEqual(7);
    expect(wholeDays(info)).toEqual(Array.from({ length: lastOf(info) + 1 }, (_, index) => index));
  });

  it('is not there before the first review', async () => {
    const open = await withSchool();
    expect(await infoOf(open, 'loose')).toMatchObject({
      phase: 'new',
      sinceDays: null,
      retrievability: null,
      curve: [],
    });
  });
});
