/** How a seed ended: null for well. */
export interface SeedFailure {
  readonly seed: number;
  readonly kind: 'lost' | 'diverged' | 'stuck' | 'wrong' | 'error';
  readonly what: string;
}

export class Failure extends Error {
  readonly kind: SeedFailure['kind'];
  constructor(kind: SeedFailure['kind'], what: string) {
    super(what);
    this.kind = kind;
  }
}
