import { library } from '../../i18n/en/library.ts';
import css from './library.module.css';
import type { Counts } from './tree-nodes.ts';

/** Where the cards of a place stand: in review, in learning, new. */
export function StateBar({ counts }: { counts: Counts }) {
  const { total, review, learning, fresh, inactive } = counts;
  if (total === 0) return <span className={css.bar} />;
  const width = (part: number) => ({ width: `${(part / total) * 100}%` });
  return (
    <span className={css.bar} role="img" aria-label={library.bar(fresh, learning, review, inactive)}>
      <span className={css.barReview} style={width(review)} />
      <span className={css.barLearning} style={width(learning)} />
    </span>
  );
}
