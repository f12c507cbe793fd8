/**
 * Fuzz: a small variation of review intervals, so that cards learnt together do not stay together forever. The amounts
 * and the way bounds are respected are Anki's (rslib/src/scheduler/states/fuzz.rs); the factor is our own hash.
 */

/** How much of the part of an interval that lies between two lengths (days) is added to the fuzz in each direction. */
const FUZZ_RANGES = [
  { start: 2.5, end: 7, factor: 0.15 },
  { start: 7, end: 20, factor: 0.1 },
  { start: 20, end: Infinity, factor: 0.05 },
] as const;

/**
 * The fuzz factor in [0, 1) of a card's next answer. It depends on the card and its number of reviews only, so that a
 * preview and the answer that follows agree.
 * @param cardSeed any safe integer that identifies the card on every device
 */
export function fuzzFactor(cardSeed: number, reps: number): number {
  const high = Math.floor(cardSeed / 0x1_0000_0000);
  return mix(mix(mix(cardSeed >>> 0) ^ high) ^ Math.imul(reps, 0x9e3779b9)) / 0x1_0000_0000;
}

/**
 * A whole number of days near the interval, at least `minimum` and at most `maximum`; `maximum` wins when they disagree.
 * @param factor in [0, 1), or null to round without fuzz
 */
export function fuzzedInterval(
  factor: number | null,
  interval: number,
  minimum: number,
  maximum: number,
): number {
  const low = Math.min(minimum, maximum);
  if (factor === null) return clamp(Math.round(interval), low, maximum);
  const bounds = fuzzBounds(interval, low, maximum);
  return Math.floor(bounds.lower + factor * (bounds.upper - bounds.lower + 1));
}

/**
 * The whole days among which fuzz may choose. The centre is brought within the bounds first, so that from 2.5 days on
 * there are at least two to choose from unless the maximum leaves only one.
 */
export function fuzzBounds(
  interval: number,
  minimum: number,
  maximum: number,
): { readonly lower: number; readonly upper: number } {
  const centre = clamp(interval, minimum, maximum);
  const delta = fuzzDelta(centre);
  return {
    lower: clamp(Math.round(centre - delta), minimum, maximum),
    upper: clamp(Math.round(centre + delta), minimum, maximum),
  };
}

function fuzzDelta(interval: number): number {
  if (interval < 2.5) return 0;
  let delta = 1;
  for (const { start, end, factor } of FUZZ_RANGES) {
    delta += factor * Math.max(0, Math.min(interval, end) - start);
  }
  return delta;
}

/** The finaliser of MurmurHash3: every bit of the input changes about half of the output. */
function mix(value: number): number {
  let h = value >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
