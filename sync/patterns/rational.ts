/** An exact fraction in lowest terms, its denominator positive: budgets and variances are never rounded. */
export type Rational = { readonly n: bigint; readonly d: bigint };

export function rational(n: bigint | number, d: bigint | number = 1n): Rational {
  const [top, bottom] = [BigInt(n), BigInt(d)];
  if (bottom === 0n) throw new RangeError('a fraction has no denominator of nothing');
  const common = divisor(top, bottom);
  const sign = bottom < 0n ? -1n : 1n;
  return { n: (sign * top) / common, d: (sign * bottom) / common };
}

/** Greatest common divisor; of (0, d) it is |d|. */
function divisor(a: bigint, b: bigint): bigint {
  let [left, right] = [a < 0n ? -a : a, b < 0n ? -b : b];
  while (right !== 0n) [left, right] = [right, left % right];
  return left;
}

export const plus = (a: Rational, b: Rational): Rational => rational(a.n * b.d + b.n * a.d, a.d * b.d);
export const minus = (a: Rational, b: Rational): Rational => rational(a.n * b.d - b.n * a.d, a.d * b.d);
export const times = (a: Rational, b: Rational): Rational => rational(a.n * b.n, a.d * b.d);
export const over = (a: Rational, b: Rational): Rational => rational(a.n * b.d, a.d * b.n);
export const isAtMost = (a: Rational, b: Rational): boolean => a.n * b.d <= b.n * a.d;
export const NOTHING = rational(0);

/** For words and estimates alone. */
export const toNumber = ({ n, d }: Rational): number => Number(n) / Number(d);

/** As it is written in manifests and ledgers: "1/4". */
export const textOf = ({ n, d }: Rational): string => `${n}/${d}`;

/** @throws RangeError for anything but two whole numbers around a stroke */
export function rationalOf(text: string): Rational {
  const [, n, d] = /^(-?\d{1,40})\/([1-9]\d{0,39})$/.exec(text) ?? [];
  if (n === undefined || d === undefined) throw new RangeError('a fraction is written n/d');
  return rational(BigInt(n), BigInt(d));
}

/** The greatest whole number whose square is at most n (Newton). */
export function squareRoot(n: bigint): bigint {
  if (n < 2n) return n;
  let root = 1n << BigInt(Math.ceil(n.toString(2).length / 2));
  for (;;) {
    const next = (root + n / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}
