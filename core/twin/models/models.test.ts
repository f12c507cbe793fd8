import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openTestService } from '#electron/service/testing/open-test-service.ts';
import { forestClasses } from '#ml/forest/forest-classes.ts';
import { forestFromSnapshot, forestToSnapshot } from '#ml/forest/forest-snapshot.ts';
import type { MlModel } from '#ml/forest/interchange/ml-model.ts';
import { columnsOf, load, randomRows, trainTheirs } from '#ml/forest/interchange/testing.ts';
import { predictForest } from '#ml/forest/predict-forest.ts';
import { seededRandom } from '#ml/random/random.ts';
import { rpcErrorOf } from '../../store/testing/rpc-error-of.ts';
import { temporaryFolder } from '../../store/testing/temporary-folder.ts';
import { imported, trained, written } from './testing.ts';

const rows = randomRows(seededRandom(1), 400, 4);

describe('a model of ml-random-forest', () => {
  it('is imported from a file, listed, and predicts what it predicted', async () => {
    const open = await openTestService();
    const theirs = trainTheirs(3, { classes: 3 });
    const path = written(JSON.stringify(theirs.model), 'Iris 3.json');
    const { model } = await open.call('twin.importModel', { format: 'ml-random-forest', path });
    expect(model).toMatchObject({
      name: 'Iris 3',
      origin: 'imported',
      kind: 'forest',
      forest: { task: 'classification', classes: 3, columns: 4, trees: 9 },
      createdAt: open.clock.now(),
    });
    expect((await open.call('twin.models', {})).models).toEqual([model]);
    const target = join(temporaryFolder(), 'kept.model');
    await open.call('twin.exportModel', { model: model.uid, format: 'americano', path: target });
    const forest = forestFromSnapshot(readFileSync(target));
    expect([...forestClasses(forest, columnsOf(rows))]).toEqual(theirs.predict(rows));
    expect(model.sizeBytes).toBe(readFileSync(target).length);
    expect(model.forest?.nodes).toBe(forest.trees.feature.length);
    const back = await open.call('twin.exportModel', { model: model.uid, format: 'ml-random-forest' });
    expect(back).toMatchObject({ name: 'Iris 3.json', votes: { margin: 0 }, missingValuesDiffer: false });
  });

  it('comes from a page as an upload, whose file is gone then', async () => {
    const open = await openTestService();
    const bytes = new TextEncoder().encode(JSON.stringify(trainTheirs(4, { classes: 0 }).model));
    const sent = { name: 'regression.json', sizeBytes: bytes.length };
    const { upload } = await open.call('exchange.openUpload', sent, 'page');
    await open.call('exchange.writeUpload', { upload, offset: 0, bytes }, 'page');
    const input = { format: 'ml-random-forest', upload, name: 'From the page' } as const;
    const { model } = await open.call('twin.importModel', input, 'page');
    expect(model).toMatchObject({ name: 'From the page', forest: { task: 'regression', classes: 0 } });
    expect(readdirSync(open.service.store.profile.staging)).toEqual([]);
    expect(await rpcErrorOf(open.call('twin.importModel', input, 'page'))).toMatchObject({
      kind: 'not_found',
    });
  });
});

describe('a forest of ours', () => {
  it('is exported for ml-random-forest, which predicts the same: classes, a probability, numbers', async () => {
    const open = await openTestService();
    const folder = temporaryFolder();
    const exported = async (model: string, options: { probabilityOf?: number } = {}) => {
      const path = join(folder, 'out.json');
      const said = await open.call('twin.exportModel', {
        model,
        format: 'ml-random-forest',
        path,
        ...options,
      });
      expect(said).toMatchObject({
        bytes: null,
        missingValuesDiffer: true,
        sizeBytes: readFileSync(path).length,
      });
      return { said, theirs: load(JSON.parse(readFileSync(path, 'utf8')) as MlModel) };
    };
    for (const classes of [0, 2, 5]) {
      const forest = trained(classes);
      const model = await imported(open, forest);
      const { said, theirs } = await exported(model);
      if (classes === 0) {
        expect(said.votes).toBeNull();
        expect(theirs.predict(rows)).toEqual([...predictForest(forest, columnsOf(rows))]);
        continue;
      }
      expect(said.votes).toEqual({ votesPerTree: 1, margin: 0 });
      expect(theirs.predict(rows)).toEqual([...forestClasses(forest, columnsOf(rows))]);
      if (classes !== 2) continue;
      const probability = await exported(model, { probabilityOf: 1 });
      expect(probability.said.votes).toBeNull();
      expect(probability.theirs.predict(rows)).toEqual([...predictForest(forest, columnsOf(rows))]);
    }
    expect(readdirSync(folder)).toEqual(['out.json']);
  });

  it('says how far its votes can be from its probabilities', async () => {
    const open = await openTestService();
    const model = await imported(open, trained(2, 10));
    const export_ = (votesPerTree: number) =>
      open.call('twin.exportModel', { model, format: 'ml-random-forest', votesPerTree });
    const [few, many] = [await export_(2), await export_(20)];
    expect([few.votes?.votesPerTree, many.votes?.votesPerTree]).toEqual([2, 20]);
    expect(few.votes?.margin).toBeGreaterThan(0.2);
    expect(few.votes?.margin).toBeLessThanOrEqual(0.5);
    expect(many.votes?.margin).toBeGreaterThan(0);
    expect(many.votes?.margin).toBeLessThanOrEqual(0.05);
    const parsed = JSON.parse(new TextDecoder().decode(many.bytes ?? undefined)) as MlModel;
    expect(parsed.baseModel.nEstimators).toBeGreaterThanOrEqual(9 * 20);
  });

  it('comes back from its own file bit by bit, under a name that files can have', async () => {
    const open = await openTestService();
    const bytes = forestToSnapshot(trained(3, 10));
    const path = written(bytes);
    const { model } = await open.call('twin.importModel', {
      format: 'americano',
      path,
      name: 'Mein/Wald: 1',
    });
    const out = await open.call('twin.exportModel', { model: model.uid, format: 'americano' }, 'page');
    expect(out.bytes).toEqual(bytes);
    expect(out).toMatchObject({ name: 'Mein Wald 1.model', votes: null, missingValuesDiffer: false });
  });

  it('is forgotten, and stays over a restart until then', async () => {
    const open = await openTestService();
    const model = await imported(open, trained(2));
    const newer = await imported(open, trained(3));
    const again = await open.restart();
    expect((await again.call('twin.models', {})).models.map(({ uid }) => uid)).toEqual([newer, model]);
    const heard: unknown[] = [];
    again.service.store.feed.subscribe((changes) => heard.push(changes));
    await again.call('twin.removeModel', { model });
    expect((await again.call('twin.models', {})).models.map(({ uid }) => uid)).toEqual([newer]);
    await imported(again, trained(2));
    expect(heard).toEqual([['model_artifacts'], ['model_artifacts']]);
    const gone = [
      again.call('twin.removeModel', { model }),
      again.call('twin.exportModel', { model, format: 'americano' }),
    ];
    for (const call of gone) expect(await rpcErrorOf(call)).toMatchObject({ kind: 'not_found' });
  });
});
