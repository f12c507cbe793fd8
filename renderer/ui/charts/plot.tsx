import { useId, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import css from './chart.module.css';
import { nextStop, type Strides } from './next-stop.ts';
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
  /** In pixels; of a picture that is laid out anew in a narrow window, by its width. */
  height: number | ((width: number) => number);
  /** What each stop of the arrow keys says. */
  stops: readonly string[];
  /** Where the arrow keys lead in a picture with rows and columns. */
  strides?: (width: number) => Strides;
  /** What a stop says stands under the picture; else the picture itself says it. */
  saysBelow?: boolean;
  /** Stands there until a stop says something: what the marks of the picture mean. */
  legend?: string;
  children: (view: PlotView) => ReactNode;
};

/** The picture of a chart: named, described, and walked with the arrow keys. */
export function Plot(props: PlotProps) {
  const { title, description, stops, strides, saysBelow = false, legend, children } = props;
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box, 620);
  const [at, setAt] = useState<number>();
  const height = typeof props.height === 'number' ? props.height : props.height(width);
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
          const next = nextStop(event.key, at, stops.length, strides?.(width));
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
      <p className={saysBelow ? css.said : 'visually-hidden'} aria-live="polite">
        {at !== undefined ? (
          stops[at]
        ) : legend === undefined ? null : (
          // Who does not see the picture hears it of each stop.
          <span className={css.note} aria-hidden>
            {legend}
          </span>
        )}
      </p>
    </div>
  );
}
