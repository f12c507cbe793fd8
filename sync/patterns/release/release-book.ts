import { tierOf, type Level, type Manifest, type Tier } from '../manifest.ts';
import type { RandomBytes } from '../random/random-bytes.ts';
import { isAtMost, NOTHING, plus, type Rational } from '../rational.ts';
import { periodsOf, type Term } from '../term.ts';
import type { BinCounts } from './count-bins.ts';
import { cohortBudget, noisePlan } from './noise-plan.ts';
import { releaseCohort, type CohortRelease } from './release-cohort.ts';

/** A cohort's account of one term. What it gets is fixed by its list when the term begins. */
export type CohortAccount = {
  readonly level: Level;
  readonly term: Term;
  readonly tier: Tier | undefined;
  readonly budget: Rational;
  readonly spent: Rational;
  /** By the index of the period. */
  readonly released: ReadonlyMap<number, CohortRelease>;
};

export class BudgetSpent extends Error {}

export const openAccount = (manifest: Manifest, level: Level, term: Term, roster: number): CohortAccount => ({
  level,
  term,
  tier: tierOf(manifest, roster),
  budget: cohortBudget(manifest, level),
  spent: NOTHING,
  released: new Map(),
});

/** @throws BudgetSpent rather than spend more than there is */
function charge(account: CohortAccount, cost: Rational): Rational {
  const spent = plus(account.spent, cost);
  if (!isAtMost(spent, account.budget)) throw new BudgetSpent('the budget of the term is spent');
  return spent;
}

/**
 * The release of a period: the stored one, or one that is made now, paid for and stored with the payment. Asking again
 * gives the same numbers, so there is nothing to average. A release that says "too few" costs as much as another:
 * whether it says so depends on who takes part.
 *
 * The server does these steps in one transaction, with the account's row locked; this is what it must amount to.
 * @param roster how many are on the cohort's list now: under the least tier nothing is said, and nothing is spent
 * @returns undefined where the list is too short, now or when the term began
 */
export function releaseOnce(
  random: RandomBytes,
  manifest: Manifest,
  account: CohortAccount,
  periodIndex: number,
  roster: number,
  counts: BinCounts,
): { account: CohortAccount; release: CohortRelease | undefined } {
  const stored = account.released.get(periodIndex);
  if (stored !== undefined) return { account, release: stored };
  const { level, term, tier } = account;
  if (tier === undefined || tierOf(manifest, roster) === undefined) return { account, release: undefined };
  const period = periodsOf(term, tier)[periodIndex];
  if (period === undefined) throw new RangeError('the term has no such period');

  const plan = noisePlan(manifest, level, tier, term, period);
  const spent = charge(account, plan.rho);
  const release = releaseCohort(random, manifest, plan, period.weeks, counts);
  const released = new Map(account.released).set(periodIndex, release);
  return { account: { ...account, spent, released }, release };
}
