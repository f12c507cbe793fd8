/** A smooth function: its value at a point, with its gradient written into `gradient`. */
export type Smooth = (point: Float64Array, gradient: Float64Array) => number;

export type MinimiseOptions = {
  /** Steps at most. */
  iterations: number;
  /** Ends where the value fell by less than this share of itself. */
  tolerance: number;
};

const MEMORY = 8;
const dot = (a: Float64Array, b: Float64Array): number => {
  let sum = 0;
  for (let place = 0; place < a.length; place += 1) sum += a[place]! * b[place]!;
  return sum;
};

type Pair = { step: Float64Array; change: Float64Array; scale: number };

/** Turns a gradient into the direction of descent that the last steps suggest (two loops: Nocedal 1980). */
function directionOf(gradient: Float64Array, pairs: readonly Pair[]): Float64Array {
  const direction = gradient.map((value) => -value);
  const shares: number[] = [];
  for (const { step, change, scale } of pairs.toReversed()) {
    const share = scale * dot(step, direction);
    shares.push(share);
    for (let place = 0; place < direction.length; place += 1)
      direction[place] = direction[place]! - share * change[place]!;
  }
  const last = pairs.at(-1);
  if (last !== undefined) {
    const size = 1 / (last.scale * dot(last.change, last.change));
    for (let place = 0; place < direction.length; place += 1) direction[place] = direction[place]! * size;
  }
  for (const { step, change, scale } of pairs) {
    const share = shares.pop()! - scale * dot(change, direction);
    for (let place = 0; place < direction.length; place += 1)
      direction[place] = direction[place]! + share * step[place]!;
  }
  return direction;
}

/**
 * Minimises a convex function by L-BFGS with a backtracking search (Liu and Nocedal 1989).
 * @param start where it begins; the result is a new array
 */
export function minimise(
  of: Smooth,
  start: Float64Array,
  { iterations = 100, tolerance = 1e-7 }: Partial<MinimiseOptions> = {},
): Float64Array {
  let point = start.slice();
  let gradient = new Float64Array(point.length);
  let value = of(point, gradient);
  const pairs: Pair[] = [];
  for (let iteration = 0; iteration < iterations; iteration += 1) {
    const direction = directionOf(gradient, pairs);
    const slope = dot(gradient, direction);
    if (!(slope < 0)) break;
    // The first step has no measure yet: one unit of length.
    let length = pairs.length === 0 ? 1 / Math.sqrt(dot(gradient, gradient)) : 1;
    const next = new Float64Array(point.length);
    const nextGradient = new Float64Array(point.length);
    let nextValue = Number.POSITIVE_INFINITY;
    for (let attempt = 0; attempt < 30; attempt += 1) {
      for (let place = 0; place < next.length; place += 1)
        next[place] = point[place]! + length * direction[place]!;
      nextValue = of(next, nextGradient);
      if (nextValue <= value + 1e-4 * length * slope) break;
      length /= 2;
    }
    if (!(nextValue < value)) break;
    const step = next.map((number, place) => number - point[place]!);
    const change = nextGradient.map((number, place) => number - gradient[place]!);
    const curvature = dot(step, change);
    if (curvature > 1e-12) pairs.push({ step, change, scale: 1 / curvature });
    if (pairs.length > MEMORY) pairs.shift();
    const gain = value - nextValue;
    [point, gradient, value] = [next, nextGradient, nextValue];
    if (gain < tolerance * Math.abs(value)) break;
  }
  return point;
}
