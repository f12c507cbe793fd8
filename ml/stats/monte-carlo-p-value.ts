/** A p-value by draws from the null hypothesis. */
export interface MonteCarloPValue {
  pValue: number;
  /** Draws made: fewer than asked for where the answer was clear earlier. */
  draws: number;
}

/**
 * A p-value by draws from the null hypothesis that ends as soon as `stopAfter` of them were as extreme as what was seen
 * (Besag and Clifford 1991): p is then their share, else (1 + as extreme) / (1 + draws). Either is a valid p-value; what
 * is far from significant costs some 2 · stopAfter draws instead of all.
 * @param isAsExtreme draws once under the null hypothesis and compares with what was seen
 * @param most draws at most; the smallest p is 1 / (1 + most)
 */
export function monteCarloPValue(
  isAsExtreme: () => boolean,
  most: number,
  stopAfter: number,
): MonteCarloPValue {
  let asExtreme = 0;
  for (let draws = 1; draws <= most; draws += 1) {
    if (!isAsExtreme()) continue;
    asExtreme += 1;
    if (asExtreme === stopAfter) return { pValue: asExtreme / draws, draws };
  }
  return { pValue: (1 + asExtreme) / (1 + most), draws: most };
}
