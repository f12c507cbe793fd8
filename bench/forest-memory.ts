// Trains a forest of the size of a large data set and prints the largest memory this process had, in MB.
import { trainForest } from '#ml/forest/train-forest.ts';
import { drawForestRows } from './forest-rows.ts';

const { columns, targets } = drawForestRows(215_000, 14, 1);
trainForest({ columns, targets, kind: 'classification' }, { trees: 100, maxDepth: 14, minLeaf: 20 });
console.log(Math.round(process.resourceUsage().maxRSS / 1024));
