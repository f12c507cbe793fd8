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
