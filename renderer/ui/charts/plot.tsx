import { useId, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import css from './chart.module.css';
import { nextStop } from './next-stop.ts';
import { useWidth } from './use-width.ts';

export type PlotView = {
  /** In pixels: the picture is drawn in those it has, so that text keeps its size in a narrow window. */
  width: number;
  /** The stop that is read out, by key or pointer. */
  at: number | undefined;
  setAt: (at: number | undefined) => void;
};

type PlotProps = {
  title: string;
  /** What a screen reader hears instead of the picture. */
  description: string;
  height: number;
  /** What each stop of the arrow keys says. */
  stops: readonly string[];
  children: (view: PlotView) => ReactNode;
};

/** The picture of a chart: named, described, and walked with the arrow keys. */
export function Plot({ title, description, height, stops, children }: PlotProps) {
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box, 620);
  const [at, setAt] = useState<number>();
  return (
    <div ref={box}>
      <svg
        viewBox={`0 0 ${width} ${height}`}
        height={height}
        className={css.svg}
        role="img"
        aria-labelledby={`${id}-title ${id}-text`}
        tabIndex={0}
        onKeyDown={(event) => {
          const next = nextStop(event.key, at, stops.length);
          if (next === undefined) return;
          event.preventDefault();
          setAt(next);
        }}
        onBlur={() => setAt(undefined)}
      >
        <title id={`${id}-title`}>{title}</title>
        <desc id={`${id}-text`}>{description}</desc>
        {children({ width, at, setAt })}
      </svg>
      <p className="visually-hidden" aria-live="polite">
        {at === undefined ? '' : stops[at]}
      </p>
    </div>
  );
}
