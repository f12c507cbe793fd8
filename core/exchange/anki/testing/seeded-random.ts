/** A small seeded generator (mulberry32): the same seed gives the same package on every machine. */
export type SeededRandom = {
  /** In [0, 1). */
  unit(): number;
  /** A whole number in [low, high]. */
  whole(low: number, high: number): number;
  pick<T>(values: readonly [T, ...T[]]): T;
};

export function seededRandom(seed: number): SeededRandom {
  let state = seed >>> 0;
  const unit = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
  const whole = (low: number, high: number): number => low + Math.floor(unit() * (high - low + 1));
  return { unit, whole, pick: (values) => values[whole(0, values.length - 1)] ?? values[0] };
}
