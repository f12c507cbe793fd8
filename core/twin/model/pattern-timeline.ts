import type { z } from 'zod';
import { statement } from '../../store/statements.ts';
import type { Store } from '../../store/store.ts';
import type { learnerModelContract } from './contract.ts';
import { stateOf, subjectOf, type PatternRow } from './patterns.ts';

type Timeline = z.input<(typeof learnerModelContract)['twin.patternTimeline']['output']>;
type Point = Timeline['patterns'][number]['points'][number];

const patternRows = statement<{ limit: number }, PatternRow & { created_at: number }>(
  'twin.patternsByAge',
  'SELECT id, kind, key, created_at FROM behavioral_patterns ORDER BY created_at DESC, id DESC LIMIT @limit',
);
const assessmentRows = statement<{ pattern: number; limit: number }, Point>(
  'twin.assessmentsOfPattern',
  `SELECT study_day AS day, at, effect, low, high, confidence, n FROM pattern_assessments
   WHERE pattern_id = @pattern ORDER BY study_day DESC LIMIT @limit`,
);

const mostPatterns = 300;
/** A year of weekly analyses, and more. */
const mostPoints = 60;
const order = { told: 0, recorded: 1, faded: 2 } as const;

/** How every pattern went from analysis to analysis, those that hold first and faded ones last. */
export const patternTimeline = (store: Store): Timeline =>
  store.snapshot(() => ({
    patterns: store
      .all(patternRows, { limit: mostPatterns })
      .flatMap((row) => {
        const newestFirst = store.all(assessmentRows, { pattern: row.id, limit: mostPoints });
        if (newestFirst.length === 0) return [];
        return [
          {
            ...subjectOf(row),
            foundAt: row.created_at,
            state: stateOf(newestFirst.map(({ confidence }) => confidence)),
            points: newestFirst.toReversed(),
          },
        ];
      })
      .toSorted((a, b) => order[a.state] - order[b.state]),
  }));
