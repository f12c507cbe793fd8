import { DataError } from '../../data/data-error.ts';
import type { Forest } from '../../forest/forest.ts';
import { forestFromSnapshot, forestToSnapshot } from '../../forest/forest-snapshot.ts';
import { fromMlRandomForest } from '../../forest/interchange/from-ml-random-forest.ts';
import { parseModelText } from '../../forest/interchange/parse-model-text.ts';
import { toMlRandomForest, type MlExportOptions } from '../../forest/interchange/to-ml-random-forest.ts';
import { votePlan, type VotePlan } from '../../forest/interchange/vote-plan.ts';

/** Bytes of our own snapshot, or the JSON of ml-random-forest. */
export type ForestFormat = 'americano' | 'ml-random-forest';

export type ForestConversion = {
  readonly bytes: Uint8Array;
  readonly from: ForestFormat;
  readonly to: ForestFormat;
  readonly options?: MlExportOptions;
};

export type ConvertedForest = {
  readonly bytes: Uint8Array;
  readonly kind: Forest['kind'];
  readonly classes: number;
  readonly columns: number;
  readonly trees: number;
  readonly nodes: number;
  /** Of a classifier for ml-random-forest. */
  readonly votes: VotePlan | null;
  /** Whether some missing values go left. */
  readonly sendsMissingLeft: boolean;
};

function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new DataError('malformed', 'model', null, 'is no text in UTF-8');
  }
}

/**
 * A forest from one format in another, checked on the way also where both are the same.
 * @throws DataError of what reads and writes the formats
 */
export function run({ bytes, from, to, options = {} }: ForestConversion): ConvertedForest {
  const forest =
    from === 'americano' ? forestFromSnapshot(bytes) : fromMlRandomForest(parseModelText(textOf(bytes)));
  const { kind, classes, trees } = forest;
  const votes =
    to === 'ml-random-forest' && kind === 'classification' && options.probabilityOf === undefined
      ? votePlan(forest, options.votesPerTree)
      : null;
  const written =
    to === 'americano'
      ? forestToSnapshot(forest)
      : new TextEncoder().encode(JSON.stringify(toMlRandomForest(forest, options)));
  return {
    bytes: written,
    kind,
    classes,
    columns: trees.columns,
    trees: trees.roots.length,
    nodes: trees.feature.length,
    votes,
    sendsMissingLeft: trees.missingLeft.some((left, node) => left === 1 && trees.feature[node]! >= 0),
  };
}
