import { DataError } from '../data/data-error.ts';
import { checkLearnerTruth } from './check-truth.ts';
import { fittedLearner } from './fitted-learner.ts';
import type { LearnerTruth } from './truth.ts';

/** Shapes a part with a `kind` or `shape` may have; any number stands for a number. */
const ALTERNATIVES: readonly Readonly<Record<string, unknown>>[] = [
  { kind: 'fsrs6', weights: [0] },
  { kind: 'power', degree: 0, timeScale: 0, rateAfterAgain: 0, rateAfterPass: 0, gain: 0, loss: 0 },
  { shape: 'none' },
  { shape: 'cosine', points: 0, peakHour: 0 },
  { shape: 'cell', points: 0, hour: 0 },
  { shape: 'window', points: 0, fromHour: 0 },
];

/**
 * The learner of a file: exactly the fields of a LearnerTruth, all within their ranges.
 * @throws DataError naming the field and the line
 */
export function parseLearner(value: unknown, line: number): LearnerTruth {
  checkShape('learner', value, fittedLearner, line);
  const learner = value as LearnerTruth;
  try {
    checkLearnerTruth(learner);
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    throw new DataError(error.problem, `learner.${error.column}`, line, error.message);
  }
  return learner;
}

function checkShape(path: string, value: unknown, like: unknown, line: number): void {
  if (typeof like !== 'object' || like === null) {
    if (typeof value !== typeof like || (typeof like === 'string' && value !== like))
      throw new DataError(
        'out_of_range',
        path,
        line,
        `is not ${typeof like === 'string' ? like : typeof like}`,
      );
    return;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value) !== Array.isArray(like))
    throw new DataError('out_of_range', path, line, 'has another shape');
  if (Array.isArray(value)) {
    value.forEach((item, index) => checkShape(`${path}[${index}]`, item, 0, line));
    return;
  }
  const given = value as Readonly<Record<string, unknown>>;
  const expected = alternativeOf(given, like as Readonly<Record<string, unknown>>);
  for (const key of Object.keys(given))
    if (!Object.hasOwn(expected, key))
      throw new DataError('out_of_range', `${path}.${key}`, line, 'is not known');
  for (const [key, part] of Object.entries(expected)) checkShape(`${path}.${key}`, given[key], part, line);
}

/** A part that comes in kinds is held against its own kind; of an unknown kind, against the expected one, and fails. */
function alternativeOf(
  given: Readonly<Record<string, unknown>>,
  like: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const tag = Object.hasOwn(like, 'kind') ? 'kind' : Object.hasOwn(like, 'shape') ? 'shape' : null;
  if (tag === null) return like;
  return ALTERNATIVES.find((alternative) => alternative[tag] === given[tag]) ?? like;
}
