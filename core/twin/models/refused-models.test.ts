import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openTestService, type OpenService } from '#electron/service/testing/open-test-service.ts';
import { forestToSnapshot } from '#ml/forest/forest-snapshot.ts';
import { trainTheirs } from '#ml/forest/interchange/testing.ts';
import { resolvePolicies } from '../../settings/policies/resolve-policies.ts';
import { rpcErrorOf } from '../../store/testing/rpc-error-of.ts';
import { temporaryFolder } from '../../store/testing/temporary-folder.ts';
import { imported, trained, written } from './testing.ts';

const kept = (open: OpenService): unknown[] => open.rows('SELECT name FROM model_artifacts');

describe('what is refused of models', () => {
  it('is a file that is no such model, with what is wrong with it; nothing is kept', async () => {
    const open = await openTestService();
    const { model } = trainTheirs(3, { classes: 2 });
    const snapshot = forestToSnapshot(trained(2));
    const damaged = snapshot.with(snapshot.length - 9, (snapshot.at(-9) ?? 0) ^ 1);
    const cases = [
      ['ml-random-forest', '{', { problem: 'malformed', column: 'model' }],
      [
        'ml-random-forest',
        Uint8Array.of(0x22, 0xff, 0x22),
        { problem: 'malformed', reason: 'model: is no text in UTF-8' },
      ],
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
        details: { reason: expect.any(String) as unknown, ...details },
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
      details: { reason: 'a model of kind other is no forest' },
    });
    await open.call('twin.removeModel', { model });
    await imported(open, small);
  });

  it('is a model that would be too large to keep', async () => {
    const open = await openTestService();
    const leaf = `{"distribution":[[${Array(255).fill(0).join()}]]}`;
    const tree = (depth: number): string =>
      depth === 0
        ? leaf
        : `{"splitColumn":0,"splitValue":${depth},"left":${tree(depth - 1)},"right":${tree(depth - 1)}}`;
    // 70 trees of 1,023 nodes, each with a number for every one of 255 classes.
    const estimator = `{"name":"DTClassifier","root":${tree(9)}}`;
    const [estimators, indexes] = [Array(70).fill(estimator).join(), Array(70).fill('[0]').join()];
    const base = `{"isClassifier":true,"nEstimators":70,"indexes":[${indexes}],"estimators":[${estimators}]}`;
    const path = written(`{"name":"RFClassifier","baseModel":${base}}`);
    expect(
      await rpcErrorOf(open.call('twin.importModel', { format: 'ml-random-forest', path })),
    ).toMatchObject({
      kind: 'too_large',
      details: { limit: 64 * 2 ** 20 },
    });
    expect(kept(open)).toEqual([]);
  }, 60_000);

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
