/** A source of random numbers. Every function of `ml` that draws takes one, so that the same seed repeats everything. */
export interface Random {
  /** Uniform in [0, 1), 32 bits. */
  unit(): number;
  /**
   * A stream of its own for a part of the work. What the part draws does not move what is drawn after it, so that a
   * change in one part of a simulation leaves the others as they were.
   */
  fork(): Random;
}

/** xoshiro128**: 128 bits of state, period 2^128 − 1 (Blackman and Vigna 2018). */
class Xoshiro implements Random {
  readonly #state: Uint32Array;

  constructor(state: Uint32Array) {
    this.#state = state;
  }

  #bits(): number {
    const s = this.#state;
    const s1 = s[1] ?? 0;
    const result = Math.imul(rotateLeft(Math.imul(s1, 5), 7), 9);
    const shifted = s1 << 9;
    s[2] = (s[2] ?? 0) ^ (s[0] ?? 0);
    s[3] = (s[3] ?? 0) ^ s1;
    s[1] = s1 ^ (s[2] ?? 0);
    s[0] = (s[0] ?? 0) ^ (s[3] ?? 0);
    s[2] = (s[2] ?? 0) ^ shifted;
    s[3] = rotateLeft(s[3] ?? 0, 11);
    return result >>> 0;
  }

  unit(): number {
    return this.#bits() / 0x1_0000_0000;
  }

  /** All 128 bits of the state go into the stream: seeds of 32 bits would repeat among some ten thousand forks. */
  fork(): Random {
    this.#bits();
    let mixed = FORK;
    return new Xoshiro(this.#state.map((word) => (mixed = mix(mixed ^ word))));
  }
}

/** Keeps the streams of forks apart from those of seeds. */
const FORK = 0x6a09e667;

/** A word whose every bit depends on every bit of the given one (the finish of SplitMix32). */
function mix(word: number): number {
  let value = Math.imul(word ^ (word >>> 16), 0x21f0aaad);
  value = Math.imul(value ^ (value >>> 15), 0x735a2d97);
  return (value ^ (value >>> 15)) >>> 0;
}

function rotateLeft(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}

/**
 * A generator that repeats exactly on every machine. Its state is filled from the seed by SplitMix32, so that
 * neighbouring seeds give unrelated streams.
 * @param seed any safe integer; 2^32 different streams
 */
export function seededRandom(seed: number): Random {
  const high = Math.floor(seed / 0x1_0000_0000) | 0;
  let mixed = (seed | 0) ^ Math.imul(high, 0x85ebca6b);
  const next = (): number => {
    mixed = (mixed + 0x9e3779b9) | 0;
    return mix(mixed);
  };
  return new Xoshiro(Uint32Array.of(next(), next(), next(), next()));
}
