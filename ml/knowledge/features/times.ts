import type { Answers } from '../answers.ts';
import { PerThing } from '../counts.ts';
import type { Answered, FeatureGroup, GroupMaker, Shown } from './feature-group.ts';

/** Decay of memory traces (Anderson and Schooler 1991). */
const DECAY = 0.5;
/** Moments of a thing that are remembered; older traces hardly count. */
const TRACES = 24;
const SECOND = 1000;
const SESSION_GAP = 60 * 60 * SECOND;

/** Moments at which things were there, the last ones of each. */
class Traces {
  #moments = new Map<number, number[]>();

  clear(): void {
    this.#moments.clear();
  }

  add(thing: number, moment: number): void {
    const moments = this.#moments.get(thing);
    if (moments === undefined) this.#moments.set(thing, [moment]);
    else {
      if (moments.length === TRACES) moments.shift();
      moments.push(moment);
    }
  }

  /** log Σ (seconds since)^−½; NaN where there was nothing. */
  activation(thing: number, now: number): number {
    const moments = this.#moments.get(thing);
    if (moments === undefined) return Number.NaN;
    let sum = 0;
    for (const moment of moments) sum += (1 + Math.max(0, now - moment) / SECOND) ** -DECAY;
    return Math.log(sum);
  }
}

/** log(1 + seconds since); NaN where there was nothing. */
const gap = (now: number, before: number): number => Math.log1p(Math.max(0, now - before) / SECOND);

/**
 * How long ago learner, skill and item were there, always up to the moment this item is *shown*: the moment of the
 * answer holds its own duration, and tells the outcome.
 */
class Times implements FeatureGroup {
  readonly names = [
    'ownGap', 'skillTime', 'itemTime', 'firstItemTime', 'skillActivation', 'itemActivation', 'activation', 'sessionTime',
    'sessionRows', 'longGaps',
  ] as const; // prettier-ignore
  readonly #shownAt: Float64Array;
  readonly #durations: Float64Array | undefined;
  #last = Number.NaN;
  #sessionStart = Number.NaN;
  #sessionRows = 0;
  #longGaps = 0;
  readonly #skills: PerThing;
  readonly #items: PerThing;
  readonly #skillTraces = new Traces();
  readonly #itemTraces = new Traces();
  readonly #ownTraces = new Traces();

  constructor(answers: Answers, shownAt: Float64Array, items: number, skills: number) {
    this.#shownAt = shownAt;
    this.#durations = answers.durations;
    this.#skills = new PerThing(skills, [Number.NaN]);
    this.#items = new PerThing(items, [Number.NaN, Number.NaN]);
  }

  begin(): void {
    this.#last = Number.NaN;
    this.#sessionStart = Number.NaN;
    this.#sessionRows = 0;
    this.#longGaps = 0;
    this.#skills.nextLearner();
    this.#items.nextLearner();
    this.#skillTraces.clear();
    this.#itemTraces.clear();
    this.#ownTraces.clear();
  }

  write({ row, item, skill }: Shown, into: Float64Array, at: number): void {
    const now = this.#shownAt[row]!;
    const ofItem = this.#items.at(item);
    const isNewSession = !(now - this.#last < SESSION_GAP);
    into[at] = gap(now, this.#last);
    into[at + 1] = gap(now, this.#skills.values[this.#skills.at(skill)]!);
    into[at + 2] = gap(now, this.#items.values[ofItem]!);
    into[at + 3] = gap(now, this.#items.values[ofItem + 1]!);
    into[at + 4] = this.#skillTraces.activation(skill, now);
    into[at + 5] = this.#itemTraces.activation(item, now);
    into[at + 6] = this.#ownTraces.activation(0, now);
    into[at + 7] = isNewSession ? 0 : gap(now, this.#sessionStart);
    into[at + 8] = isNewSession ? 0 : Math.log1p(this.#sessionRows);
    into[at + 9] = this.#longGaps + (isNewSession ? 1 : 0);
  }

  learn({ row, item, skill }: Answered): void {
    const shown = this.#shownAt[row]!;
    const duration = this.#durations?.[row] ?? 0;
    // Later rows may know when this one was over.
    const over = shown + (duration > 0 ? duration : 0);
    if (!(shown - this.#last < SESSION_GAP)) {
      this.#sessionStart = shown;
      this.#sessionRows = 0;
      this.#longGaps += 1;
    }
    this.#sessionRows += 1;
    this.#last = over;
    this.#skills.values[this.#skills.at(skill)] = over;
    const ofItem = this.#items.at(item);
    this.#items.values[ofItem] = over;
    if (Number.isNaN(this.#items.values[ofItem + 1]!)) this.#items.values[ofItem + 1] = over;
    this.#skillTraces.add(skill, over);
    this.#itemTraces.add(item, over);
    this.#ownTraces.add(0, over);
  }
}

export const times: GroupMaker = (answers, { items, skills }) => {
  if (answers.shownAt === undefined) throw new RangeError('times need moments');
  return new Times(answers, answers.shownAt, items, skills);
};
