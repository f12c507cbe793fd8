import css from './skeleton.module.css';

/** Holds the place of what comes, in its size. Stays invisible for 200 ms, so that fast data never flickers. */
export function Skeleton({
  width = '100%',
  height = 20,
}: {
  width?: number | string;
  height?: number | string;
}) {
  return <div className={css.skeleton} style={{ width, height }} aria-hidden="true" />;
}

/** Lines of a list that is under way, each in the middle of a row of the list. */
export function SkeletonRows({ rows, rowHeight }: { rows: number; rowHeight: number }) {
  return (
    <div className={css.rows} aria-hidden="true">
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className={css.row} style={{ height: rowHeight }}>
          <Skeleton width={`${78 - ((row * 17) % 40)}%`} height={14} />
        </div>
      ))}
    </div>
  );
}
