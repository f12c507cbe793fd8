import { recallWords as words } from '../../i18n/en/recall.ts';
import { useServiceQuery } from '../../transport/use-service.ts';
import { SectionError } from '../../ui/section-error.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { ValueList } from '../../ui/value-list.tsx';
import css from './card-dialog.module.css';

/** Recall now by what FSRS does not look at, beside what FSRS says; no number without a model that was judged. */
export function CardContext({ card, fsrs }: { card: string; fsrs: number | null }) {
  const { data, error, refetch } = useServiceQuery('twin.cardRecall', { card });
  // A card without a memory has nothing to recall.
  if (fsrs === null) return null;
  return (
    <section className={css.context}>
      <h3>{words.title}</h3>
      {data !== undefined ? (
        <Said data={data} fsrs={fsrs} />
      ) : error === null ? (
        <Skeleton height={48} />
      ) : (
        <SectionError error={error} onRetry={() => void refetch()} />
      )}
    </section>
  );
}

function Said({
  data: { model, context },
  fsrs,
}: {
  data: NonNullable<ReturnType<typeof useServiceQuery<'twin.cardRecall'>>['data']>;
  fsrs: number;
}) {
  const why = words.why(model);
  if (why !== undefined) return <p className={css.contextNote}>{why}</p>;
  if (context === null) return <p className={css.contextNote}>{words.notThisCard}</p>;
  return (
    <>
      <p>{words.compared(context.probability, fsrs)}</p>
      {context.reasons.length === 0 ? (
        <p>{words.noReason}</p>
      ) : (
        <div className={css.contextReasons}>
          <ValueList rows={context.reasons.map(words.reason)} />
        </div>
      )}
      {model.judgement === null ? null : <p className={css.contextNote}>{words.judged(model.judgement)}</p>}
    </>
  );
}
