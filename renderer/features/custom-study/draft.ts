import type { Input } from '../../transport/app-contract.ts';

export type Custom = NonNullable<Input<'study.start'>['custom']>;
/** What is at risk today is studied from Today, not from the dialog. */
type Kind = Exclude<Custom['kind'], 'at_risk'>;
type DaysKind = 'ahead' | 'forgotten' | 'preview';
type ChoiceKind = 'tag' | 'objective' | 'state';
type RescheduleKind = 'forgotten' | ChoiceKind;

/** What the dialog holds, whichever kind is chosen now: changing the kind forgets nothing. */
export type Draft = {
  kind: Kind;
  days: number;
  tag: string;
  objective: string;
  cards: 'all' | 'new' | 'due' | 'seen';
  reschedule: boolean;
  order: Custom['order'];
  limit: number;
};

export const firstDraft: Draft = {
  kind: 'forgotten',
  days: 1,
  tag: '',
  objective: '',
  cards: 'all',
  reschedule: false,
  order: 'retrievability',
  limit: 100,
};

export const hasDays = (kind: Kind): kind is DaysKind =>
  kind === 'ahead' || kind === 'forgotten' || kind === 'preview';
export const hasChoice = (kind: Kind): kind is ChoiceKind =>
  kind === 'tag' || kind === 'objective' || kind === 'state';
export const hasReschedule = (kind: Kind): kind is RescheduleKind => kind === 'forgotten' || hasChoice(kind);

/** What is asked of the service; undefined while a tag or an objective is missing. */
export function customOf(draft: Draft): Custom | undefined {
  const { kind, days, tag, objective, cards, reschedule, order, limit } = draft;
  const common = { order, limit };
  switch (kind) {
    case 'ahead':
    case 'preview':
      return { kind, days, ...common };
    case 'forgotten':
      return { kind, days, reschedule, ...common };
    case 'tag':
      return tag === '' ? undefined : { kind, tag, cards, reschedule, ...common };
    case 'objective':
      return objective === '' ? undefined : { kind, objective, cards, reschedule, ...common };
    case 'state':
      return { kind, cards, reschedule, ...common };
    case 'cram':
      return { kind, ...common };
  }
}
