import { bernoulli, categorical } from '../random/distributions.ts';
import type { Random } from '../random/random.ts';
import { INTERVENTION_KINDS, type InterventionFact, type Moment } from './world.ts';

/** Who is helped, and what help is truly worth. */
export interface InterventionPlan {
  /** Days after the first before any help. */
  readonly fromDay: number;
  /** Objectives helped in a week: the worst of the week before, as a twin would choose (so that they get better anyway). */
  readonly perWeek: number;
  /** Answers an objective needs in a week to be judged. */
  readonly minAnswers: number;
  /** Share held back to compare. */
  readonly holdBack: number;
  /** How long help lasts. */
  readonly days: number;
  /** Points of recall each kind is worth, in the order of INTERVENTION_KINDS; 0 is help that does nothing. */
  readonly points: readonly number[];
}

/** Help given so far. */
export interface HelpDesk {
  readonly plan: InterventionPlan | undefined;
  readonly random: Random;
  readonly facts: InterventionFact[];
  readonly points: number[];
  /** Per objective: answers and recalled ones since the last look, the help in force and when it ends. */
  readonly answers: Int32Array;
  readonly recalled: Int32Array;
  readonly effect: Float64Array;
  readonly untilDay: Int32Array;
  lastLook: number;
}

export function helpDesk(
  random: Random,
  plan: InterventionPlan | undefined,
  objectives: number,
  firstDay: number,
): HelpDesk {
  return {
    plan,
    random,
    facts: [],
    points: [],
    answers: new Int32Array(objectives),
    recalled: new Int32Array(objectives),
    effect: new Float64Array(objectives),
    untilDay: new Int32Array(objectives),
    lastLook: firstDay,
  };
}

/** Counts a review of a later day for the next look. */
export function noteAnswer(desk: HelpDesk, objective: number, recalled: boolean): void {
  desk.answers[objective]! += 1;
  if (recalled) desk.recalled[objective]! += 1;
}

/** The difference of recall probability that help makes to an objective on a study day. */
export function helpEffect(desk: HelpDesk, objective: number, studyDay: number): number {
  return studyDay < desk.untilDay[objective]! ? desk.effect[objective]! : 0;
}

/** Once a week, looks at the week before and helps (or holds back) the worst objectives. */
export function giveHelp(desk: HelpDesk, moment: Moment, firstDay: number): readonly InterventionFact[] {
  const { plan } = desk;
  const { studyDay } = moment;
  if (plan === undefined || studyDay - desk.lastLook < 7) return [];
  desk.lastLook = studyDay;
  const before = desk.facts.length;
  if (studyDay - firstDay >= plan.fromDay) {
    for (const objective of worst(desk, plan, studyDay)) {
      const applied = !bernoulli(desk.random, plan.holdBack);
      const kind = categorical(
        desk.random,
        plan.points.map(() => 1),
      );
      const points = applied ? (plan.points[kind] ?? 0) : 0;
      const untilDay = studyDay + plan.days;
      desk.effect[objective] = points / 100;
      desk.untilDay[objective] = untilDay;
      desk.points.push(points);
      desk.facts.push({
        ...moment,
        objective,
        kind: INTERVENTION_KINDS[kind] ?? 'SPACED_REPETITION_BOOST',
        applied,
        untilDay,
      });
    }
  }
  desk.answers.fill(0);
  desk.recalled.fill(0);
  return desk.facts.slice(before);
}

function worst(desk: HelpDesk, plan: InterventionPlan, studyDay: number): readonly number[] {
  const judged: { readonly objective: number; readonly share: number }[] = [];
  for (let objective = 0; objective < desk.answers.length; objective += 1) {
    const answers = desk.answers[objective]!;
    if (answers >= plan.minAnswers && studyDay >= desk.untilDay[objective]!)
      judged.push({ objective, share: desk.recalled[objective]! / answers });
  }
  judged.sort((a, b) => a.share - b.share || a.objective - b.objective);
  return judged.slice(0, plan.perWeek).map(({ objective }) => objective);
}
