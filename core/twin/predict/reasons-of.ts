import { STRUGGLE_FEATURES, featureValues, type StruggleFeature } from '#ml/knowledge/struggle/schema.ts';
import { struggleReasons } from '#ml/knowledge/struggle/struggle-stack.ts';
import type { StrugglePredictor } from '#ml/knowledge/struggle/train-struggle.ts';

/** Why a prediction says what it says. */
export type Reasons = {
  /** Log-odds that the features add to or take from; null where whatever predicts does not weigh features. */
  readonly base: number | null;
  /** The most telling first; `contribution` null: it is one of the conditions of a rule. */
  readonly features: readonly { readonly feature: StruggleFeature; readonly contribution: number | null }[];
};

/** What the rules look at, in the order of their weights. */
const RULE_FEATURES = [
  'retention',
  'weakPrerequisiteShare',
  'complexityGap',
  'pastStruggle',
  'formatEffect',
  'load',
] as const satisfies readonly StruggleFeature[];

/** @param values of one prediction, in the order of STRUGGLE_FEATURES */
export const reasonsOf = (predictor: StrugglePredictor, values: Float64Array): Reasons => {
  switch (predictor.kind) {
    case 'stack': {
      const { base, contributions } = struggleReasons(predictor.stack, values);
      const features = STRUGGLE_FEATURES.map((feature, column) => ({
        feature,
        contribution: contributions[column] ?? 0,
      }));
      features.sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution));
      return { base, features: features.filter(({ contribution }) => contribution !== 0) };
    }
    case 'forecast': {
      const { expectedStruggle } = featureValues(values, 0);
      return Number.isNaN(expectedStruggle)
        ? { base: null, features: [] }
        : { base: 0, features: [{ feature: 'expectedStruggle', contribution: expectedStruggle }] };
    }
    case 'base rate':
      return { base: null, features: [] };
    case 'rules': {
      const known = featureValues(values, 0);
      return {
        base: null,
        features: RULE_FEATURES.filter((feature) => !Number.isNaN(known[feature])).map((feature) => ({
          feature,
          contribution: null,
        })),
      };
    }
  }
};
