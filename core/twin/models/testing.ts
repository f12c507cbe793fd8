import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OpenService } from '#electron/service/testing/open-test-service.ts';
import type { Forest } from '#ml/forest/forest.ts';
import { forestToSnapshot } from '#ml/forest/forest-snapshot.ts';
import { columnsOf, randomRows, targetsOf } from '#ml/forest/interchange/testing.ts';
import { trainForest } from '#ml/forest/train-forest.ts';
import { seededRandom } from '#ml/random/random.ts';
import { temporaryFolder } from '../../store/testing/temporary-folder.ts';

/** `minLeaf` 1: leaves that are sure of their class. */
export const trained = (classes: number, minLeaf = 1, trees = 9): Forest => {
  const random = seededRandom(5);
  const data = randomRows(random, 200, 4);
  const kind = classes > 0 ? 'classification' : 'regression';
  const options = { trees, minLeaf, maxDepth: 60, bins: 254 };
  return trainForest({ columns: columnsOf(data), targets: targetsOf(random, data, classes), kind }, options)
    .forest;
};

export const written = (content: string | Uint8Array, name = 'model.json'): string => {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, content);
  return path;
};

export const imported = async (open: OpenService, forest: Forest): Promise<string> => {
  const path = written(forestToSnapshot(forest));
  return (await open.call('twin.importModel', { format: 'americano', path })).model.uid;
};
