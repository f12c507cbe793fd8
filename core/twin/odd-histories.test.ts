import { describe, expect, it } from 'vitest';
import {
  openTestService,
  writtenPackage,
  type OpenService,
} from '#electron/service/testing/open-test-service.ts';
import { resultOf } from '#electron/service/testing/test-service.ts';
import { contract } from '../contract.ts';
import { ODD_HISTORIES, packageOf } from './testing/odd-histories.ts';

/** What each query of the twin is asked; a query that is not here fails the test. */
const inputs: Record<string, readonly object[]> = {
  'twin.predictions': [
    { state: 'standing', limit: 50 },
    { state: 'ended', limit: 50 },
  ],
  'twin.scorecard': [{ model: null }, { model: 'rules' }],
  'twin.loadTimeline': [{ days: 90 }],
  'twin.activity': [{}, { year: 2001 }, { year: 2026 }, { year: 2037 }],
  'twin.evidence': [
    { ask: { of: 'measured' } },
    { ask: { of: 'lengths', cells: [0, 5] } },
    { ask: { of: 'curve' } },
    { ask: { of: 'curvePoint', point: 0 } },
    { ask: { of: 'calibrationBin', bin: 0 } },
    { ask: { of: 'load', studyDay: null } },
    { ask: { of: 'stress', pattern: null } },
    { ask: { of: 'performance', zone: null } },
    { ask: { of: 'burnout', days: 'recent' } },
  ],
  'twin.events': [{ type: 'SESSION_STARTED', limit: 50 }],
};

const twinQueries = Object.entries(contract)
  .filter(([name, { kind }]) => name.startsWith('twin.') && kind === 'query')
  .map(([name]) => name);

/** Paths of what is no number and is none of null. */
const oddNumbers = (value: unknown, path = ''): string[] => {
  if (typeof value === 'number') return Number.isFinite(value) ? [] : [path];
  if (value === undefined) return [path];
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => oddNumbers(inner, `${path}.${key}`));
};

/** What is told is finite or null, whoever asks for what. */
const expectFiniteAnswers = async (open: OpenService): Promise<void> => {
  const cards = open.rows<{ uid: string }>(
    'SELECT lower(hex(uid)) AS uid FROM cards WHERE deleted_at IS NULL LIMIT 2',
  );
  for (const name of twinQueries) {
    const asked =
      name === 'twin.cardRecall' ? cards.map(({ uid }) => ({ card: uid })) : (inputs[name] ?? [{}]);
    for (const input of asked) {
      // Checked border: names and inputs of the contract, which refuses others.
      const told: unknown = await open.call(name as 'twin.history', input as never);
      expect([name, input, oddNumbers(told)]).toEqual([name, input, []]);
    }
  }
};

const computeEverything = async (open: OpenService): Promise<void> => {
  for (const name of ['twin.analyse', 'twin.assess', 'twin.retrain', 'twin.fitRecall'] as const)
    await resultOf(open.service, (await open.call(name, {})).job);
  await resultOf(open.service, (await open.call('twin.generatePredictions', {})).job);
};

describe(
  'every answer of the twin is of finite numbers or says that there is none',
  { timeout: 120_000 },
  () => {
    it.for(Object.keys(ODD_HISTORIES))('where %s', async (name) => {
      const open = await openTestService();
      await open.import(await writtenPackage(packageOf(ODD_HISTORIES[name]!)));
      await expectFiniteAnswers(open);
      await computeEverything(open);
      await expectFiniteAnswers(open);
    });

    it('where objectives and their cards were deleted after they were predicted', async () => {
      const open = await openTestService();
      await open.import(await writtenPackage(packageOf(ODD_HISTORIES['all wrong']!)));
      await computeEverything(open);
      const { courses } = await open.call('library.tree', {});
      const lectures = courses.flatMap(({ lectures: of }) => of.map(({ uid }) => uid));
      expect(lectures.length).toBeGreaterThan(0);
      await open.call('library.remove', { kind: 'lecture', uid: lectures[0]! });
      open.clock.advance(8 * 86_400_000);
      await computeEverything(open);
      await expectFiniteAnswers(open);
      await open.call('library.remove', { kind: 'course', uid: courses[0]!.uid });
      await computeEverything(open);
      await expectFiniteAnswers(open);
    });
  },
);
