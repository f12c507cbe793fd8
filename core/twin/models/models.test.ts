import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openTestService, type OpenService } from '#electron/service/testing/open-test-service.ts';
import { forestClasses } from '#ml/forest/forest-classes.ts';
import type { Forest } from '#ml/forest/forest.ts';
import { forestFromSnapshot, forestToSnapshot } from '#ml/forest/forest-snapshot.ts';
import type { MlModel } from '#ml/forest/interchange/ml-model.ts';
import { columnsOf, load, randomRows, targetsOf, trainTheirs } from '#ml/forest/interchange/testing.ts';
import { predictForest } from '#ml/forest/predict-forest.ts';
import { trainForest } from '#ml/forest/train-forest.ts';
import { seededRandom } from '#ml/random/random.ts';
import { resolvePolicies } from '../../settings/policies/resolve-policies.ts';
import { rpcErrorOf } from '../../store/testing/rpc-error-of.ts';
import { temporaryFolder } from '../../store/testing/temporary-folder.ts';

const rows = randomRows(seededRandom(1), 400, 4);

/** `minLeaf` 1: leaves that are sure of their class. */
const trained = (classes: number, minLeaf = 1, trees = 9): Forest => {
  const random = seededRandom(5);
  const data = randomRows(random, 200, 4);
  const kind = classes > 0 ? 'classification' : 'regression';
  const options = { trees, minLeaf, maxDepth: 60, bins: 254 };
  return trainForest({ columns: columnsOf(data), targets: targetsOf(random, data, classes), kind }, options)
    .forest;
};

const written = (content: string | Uint8Array, name = 'model.json'): string => {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, content);
  return path;
};

const imported = async (open: OpenService, forest: Forest): Promise<string> => {
  const path = written(forestToSnapshot(forest));
  return (await open.call('twin.importModel', { format: 'americano', path })).model.uid;
};

const kept = (open: OpenService): unknown[] => open.rows('SELECT name FROM model_artifacts');

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
    const again = await open.restart();
    expect((await again.call('twin.models', {})).models).toHaveLength(1);
    await again.call('twin.removeModel', { model });
    expect((await again.call('twin.models', {})).models).toEqual([]);
    const gone = [
      again.call('twin.removeModel', { model }),
      again.call('twin.exportModel', { model, format: 'americano' }),
    ];
    for (const call of gone) expect(await rpcErrorOf(call)).toMatchObject({ kind: 'not_found' });
  });
});

describe('what is refused', () => {
  it('is a file that is no such model, with what is wrong with it; nothing is kept', async () => {
    const open = await openTestService();
    const { model } = trainTheirs(3, { classes: 2 });
    const snapshot = forestToSnapshot(trained(2));
    const damaged = snapshot.with(snapshot.length - 9, (snapshot.at(-9) ?? 0) ^ 1);
    const cases = [
      ['ml-random-forest', '{', { problem: 'malformed', column: 'model' }],
      ['ml-random-forest', Uint8Array.of(0x22, 0xff, 0x22), { problem: 'malformed', column: 'model' }],
      ['ml-random-forest', '['.repeat(1e6), { problem: 'out_of_range', column: 'model' }],
      ['ml-random-forest', '', { problem: 'malformed', column: 'model' }],
      ['ml-random-forest', 'null', { problem: 'malformed', column: 'model' }],
      [
        'ml-random-forest',
        JSON.stringify({ ...model, baseModel: { ...model.baseModel, nEstimators: 8 } }),
        { problem: 'length', column: 'nEstimators' },
      ],
      ['ml-random-forest', snapshot, { problem: 'malformed' }],
      ['americano', JSON.stringify(model), { problem: 'out_of_range' }],
      ['americano', '', { problem: 'length' }],
      ['americano', damaged, { problem: 'out_of_range' }],
      ['americano', snapshot.subarray(0, snapshot.length - 1), {}],
    ] as const;
    for (const [format, content, details] of cases) {
      const path = written(content);
      const error = await rpcErrorOf(open.call('twin.importModel', { format, path }));
      expect(error).toMatchObject({
        kind: 'invalid',
        details: { ...details, reason: expect.any(String) as unknown },
      });
    }
    expect(kept(open)).toEqual([]);
  });

  it('is a path with no file, and one from a page', async () => {
    const open = await openTestService();
    const folder = temporaryFolder();
    const importing = (path: string, caller?: 'page') =>
      rpcErrorOf(open.call('twin.importModel', { format: 'americano', path }, caller));
    expect(await importing(join(folder, 'none'))).toMatchObject({ kind: 'not_found' });
    expect(await importing(folder)).toMatchObject({ kind: 'invalid' });
    expect(await importing(written(forestToSnapshot(trained(2))), 'page')).toMatchObject({
      kind: 'forbidden',
    });
    const model = await imported(open, trained(2));
    const exporting = (path: string, caller?: 'page') =>
      rpcErrorOf(open.call('twin.exportModel', { model, format: 'americano', path }, caller));
    expect(await exporting(join(folder, 'none', 'a.model'))).toMatchObject({ kind: 'not_found' });
    expect(await exporting(join(folder, 'a.model'), 'page')).toMatchObject({ kind: 'forbidden' });
    mkdirSync(join(folder, 'full', 'inside'), { recursive: true });
    expect(await exporting(join(folder, 'full'))).toMatchObject({ kind: 'not_found' });
    expect(readdirSync(folder)).toEqual(['full']);
  });

  it('is a file beyond the bound, before it is read, and more models than anybody needs', async () => {
    const open = await openTestService();
    const path = written(new Uint8Array(64 * 2 ** 20 + 1));
    expect(await rpcErrorOf(open.call('twin.importModel', { format: 'americano', path }))).toMatchObject({
      kind: 'too_large',
      details: { limit: 64 * 2 ** 20 },
    });
    open.service.store.connection.exec(
      `WITH RECURSIVE many (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM many WHERE n < 100)
       INSERT INTO model_artifacts (uid, name, origin, kind, facts, snapshot, created_at)
       SELECT randomblob(16), 'm', 'trained', 'other', '{}', x'', 1 FROM many`,
    );
    const small = trained(2, 1, 1);
    expect(await rpcErrorOf(imported(open, small))).toMatchObject({ kind: 'conflict' });
    // Of a kind that this version does not know, there is nothing but its name.
    const [other] = (await open.call('twin.models', {})).models;
    expect(other).toMatchObject({ kind: 'other', forest: null, origin: 'trained' });
    const model = other?.uid ?? '';
    expect(await rpcErrorOf(open.call('twin.exportModel', { model, format: 'americano' }))).toMatchObject({
      kind: 'invalid',
    });
    await open.call('twin.removeModel', { model });
    await imported(open, small);
  });

  it('are options that do not fit, and answers beyond their size', async () => {
    const open = await openTestService();
    const [regression, classifier] = [
      await imported(open, trained(0)),
      await imported(open, trained(2, 1, 100)),
    ];
    const ml = 'ml-random-forest';
    for (const input of [
      { model: regression, format: ml, probabilityOf: 1 },
      { model: classifier, format: ml, probabilityOf: 2 },
      { model: classifier, format: ml, votesPerTree: 51 },
      { model: classifier, format: 'americano', votesPerTree: 1 },
    ] as const)
      expect(await rpcErrorOf(open.call('twin.exportModel', input))).toMatchObject({ kind: 'invalid' });
    const large = open.call('twin.exportModel', { model: classifier, format: ml, votesPerTree: 40 });
    expect(await rpcErrorOf(large)).toMatchObject({ kind: 'too_large' });
  });

  it('is what an institution has turned off', async () => {
    const values = { ImportAllowed: false, ExportAllowed: false };
    const policies = resolvePolicies([{ source: 'managed.json', tier: 'mandatory', values }]);
    const open = await openTestService({ policies });
    const path = written(forestToSnapshot(trained(2)));
    const calls = [
      open.call('twin.importModel', { format: 'americano', path }),
      open.call('twin.exportModel', { model: '0'.repeat(32), format: 'americano' }),
    ];
    for (const call of calls) expect(await rpcErrorOf(call)).toMatchObject({ kind: 'forbidden' });
  });
});
