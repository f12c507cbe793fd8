/** Shades from little to much; 0 is nothing. */
export type AmountLevel = 0 | 1 | 2 | 3 | 4;

export type AmountScale = {
  levelOf(amount: number): AmountLevel;
  /** Least and most of each level that occurs, for a legend. */
  levels: { level: AmountLevel; from: number; to: number }[];
};

/**
 * A quarter of the amounts above zero in each shade: one day of an exam would leave all others pale on a scale that ends
 * there. Equal amounts have one shade.
 */
export function amountScale(amounts: readonly number[]): AmountScale {
  const sorted = amounts.filter((amount) => amount > 0).sort((a, b) => a - b);
  const ends = [1, 2, 3].map((quarter) => sorted[Math.ceil((sorted.length * quarter) / 4) - 1] ?? 0);
  const levelOf = (amount: number): AmountLevel => {
    if (!(amount > 0)) return 0;
    const level = 1 + ends.filter((end) => amount > end).length;
    // Checked border: there are three ends.
    return level as AmountLevel;
  };
  const levels = ([1, 2, 3, 4] as const).flatMap((level) => {
    const those = sorted.filter((amount) => levelOf(amount) === level);
    const [from] = those;
    const to = those.at(-1);
    return from === undefined || to === undefined ? [] : [{ level, from, to }];
  });
  return { levelOf, levels };
}
