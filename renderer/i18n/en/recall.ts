import type { Output } from '../../transport/app-contract.ts';
import {
  formatDecimal,
  formatList,
  formatNumber,
  formatPercent,
  formatThousandths,
  plural,
} from '../format.ts';

type Model = Output<'twin.recallModel'>;
type Judgement = NonNullable<Model['judgement']>;
type Reason = NonNullable<Output<'twin.cardRecall'>['context']>['reasons'][number];

const reasons: Record<Reason['reason'], string> = {
  answerTimes: 'Memory fitted to you, with how long answers took',
  cardSurprise: 'How this card went against what was expected',
  cardPace: 'How slowly this card was answered',
  alike: 'Cards begun with it and beside it',
  today: 'Where your day stands: its answers so far, or that it has none yet',
  lately: 'How the last weeks went',
  beginning: 'How its first day went',
  spacing: 'How it was spaced',
};

const points = (effect: number): string =>
  `${effect < 0 ? '−' : '+'}${plural(Number(formatDecimal(Math.abs(effect) * 100)), 'point', 'points')}`;
const toTell = ({ gain }: Judgement): string =>
  `${formatThousandths(gain.mean)} (${formatThousandths(gain.low)} to ${formatThousandths(gain.high)})`;

/** Why there is no number; undefined where there is a model. */
const why = (model: Model): string | undefined => {
  switch (model.state) {
    case 'off':
      return 'Analysis is switched off.';
    case 'not_enough':
      return `Not enough yet: ${formatNumber(model.answers)} of ${formatNumber(model.needed)} answers.`;
    case 'not_yet':
      return model.fittedAt === null
        ? 'Not learnt yet. It is done when you rest.'
        : 'Too few of your answers are tests of memory yet: most came on the day of the one before.';
    case 'not_better':
      return model.judgement === null
        ? 'Not better than FSRS, so not used.'
        : `Not better than FSRS on ${plural(model.judgement.heldOut, 'answer', 'answers')} it had not seen, so not used.`;
    case 'in_use':
      return undefined;
  }
};

export const recallWords = {
  title: 'Recall with context',
  why,
  reason: ({ reason, effect }: Reason) => ({ name: reasons[reason], value: points(effect) }),
  compared: (probability: number, fsrs: number | null): string =>
    fsrs === null
      ? formatPercent(probability)
      : `${formatPercent(probability)} with context, ${formatPercent(fsrs)} by FSRS alone`,
  noReason: 'Nothing moves it by half a point.',
  notThisCard: 'Nothing to say of this card now: it was answered today, or its history is not complete.',
  judged: (judgement: Judgement): string =>
    `Learnt from ${plural(judgement.answers, 'answer', 'answers')}. On the last ${formatNumber(judgement.heldOut)}, unseen by it, log loss was ${formatThousandths(judgement.contextLoss)} against ${formatThousandths(judgement.fsrsLoss)} by FSRS: better by ${toTell(judgement)}.`,
  risk: {
    title: 'At risk today',
    count: (cards: number, due: number): string =>
      due === 0
        ? `${plural(cards, 'card is', 'cards are')} likelier forgotten than the schedule says. None is due today.`
        : `${plural(cards, 'card is', 'cards are')} likelier forgotten than the schedule says. ${formatNumber(due)} of them ${due === 1 ? 'is' : 'are'} due today anyway.`,
    objectives: (titles: readonly { title: string; cards: number }[]): string =>
      `Most of them: ${formatList(titles.slice(0, 3).map(({ title, cards }) => `${title} (${formatNumber(cards)})`))}.`,
    none: (looked: number): string =>
      `None of ${plural(looked, 'card', 'cards')} is much likelier forgotten than the schedule says.`,
    study: 'Study these',
    why: 'Why?',
  },
};
