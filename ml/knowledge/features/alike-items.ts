import type { Answered, FeatureGroup, GroupMaker, Shown } from './feature-group.ts';

/** How the learner did, against what was expected, on items on which learners do alike. */
class AlikeItems implements FeatureGroup {
  readonly names = ['alikeSum', 'alikeMean', 'alikeSquares', 'mostAlike', 'mostAlikeCorrelation'] as const;
  readonly #items: number[] = [];
  readonly #residuals: number[] = [];
  readonly #seen = new Set<number>();

  begin(): void {
    this.#items.length = 0;
    this.#residuals.length = 0;
    this.#seen.clear();
  }

  write({ item, population }: Shown, into: Float64Array, at: number): void {
    const { itemPairs } = population;
    into.fill(Number.NaN, at, at + this.names.length);
    if (itemPairs === null || item >= itemPairs.items) return;
    const { correlations, items: size } = itemPairs;
    const start = item * size;
    let [sum, weight, squares, squareWeight, most, ofMost] = [0, 0, 0, 0, 0, 0];
    for (let place = 0; place < this.#items.length; place += 1) {
      const other = this.#items[place]!;
      if (other >= size) continue;
      const correlation = correlations[start + other]!;
      const residual = this.#residuals[place]!;
      const strength = correlation < 0 ? -correlation : correlation;
      sum += correlation * residual;
      weight += strength;
      squares += correlation * strength * residual;
      squareWeight += correlation * correlation;
      if (strength > most) {
        most = strength;
        ofMost = correlation * residual;
      }
    }
    into[at] = sum / Math.sqrt(1 + this.#items.length);
    into[at + 1] = weight > 0 ? sum / (weight + 1) : 0;
    into[at + 2] = squareWeight > 0 ? squares / (squareWeight + 0.2) : 0;
    into[at + 3] = ofMost;
    into[at + 4] = most;
  }

  learn({ item, outcome, residual }: Answered): void {
    // First answers, as the correlations are of those.
    if (outcome === undefined || this.#seen.has(item)) return;
    this.#seen.add(item);
    this.#items.push(item);
    this.#residuals.push(residual);
  }
}

export const alikeItems: GroupMaker = () => new AlikeItems();
