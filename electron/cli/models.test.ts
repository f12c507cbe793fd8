import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '#core/store/testing/temporary-folder.ts';
import type { MlModel } from '#ml/forest/interchange/ml-model.ts';
import { load, randomRows, trainTheirs } from '#ml/forest/interchange/testing.ts';
import { seededRandom } from '#ml/random/random.ts';
import { runInTest } from './testing/run-in-test.ts';

it('takes a model of ml-random-forest from a file and gives it back, with options for fields of the input', async () => {
  const cwd = temporaryFolder();
  const theirs = trainTheirs(6, { classes: 3, trees: 10 });
  writeFileSync(join(cwd, 'theirs.json'), JSON.stringify(theirs.model));
  const call = async (...args: string[]): Promise<unknown> => {
    const ran = await runInTest(['--profile', 'p', 'call', ...args], { cwd });
    expect(ran).toMatchObject({ code: 0, err: '' });
    return JSON.parse(ran.out);
  };
  const ml = ['--format', 'ml-random-forest'];
  const { model } = (await call('twin.importModel', ...ml, '--path', 'theirs.json')) as {
    model: { uid: string };
  };
  expect(model).toMatchObject({ name: 'theirs', forest: { trees: 10, classes: 3 } });
  const said = await call('twin.exportModel', '{"path":"ours.json"}', ...ml, '--model', model.uid);
  expect(said).toMatchObject({ name: 'theirs.json', votes: { margin: 0 }, missingValuesDiffer: false });
  const rows = randomRows(seededRandom(2), 1000, 4);
  const ours = load(JSON.parse(readFileSync(join(cwd, 'ours.json'), 'utf8')) as MlModel);
  expect(ours.predict(rows)).toEqual(theirs.predict(rows));
});

it('says what is wrong with a damaged model', async () => {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, 'damaged.json'), '{"name":"RFClassifier","baseModel":{"isClassifier":true}}');
  const args = [
    '--profile',
    'p',
    'call',
    'twin.importModel',
    '--format',
    'ml-random-forest',
    '--path',
    'damaged.json',
  ];
  const ran = await runInTest(args, { cwd });
  expect(ran).toMatchObject({ code: 1, out: '' });
  expect(JSON.parse(ran.err)).toMatchObject({
    kind: 'invalid',
    details: { column: 'estimators', reason: 'estimators: is not a list' },
  });
});
