import type { Phase } from './scheduler/card-state.ts';

/** Phases as stored: the position in this list. */
const names = ['new', 'learning', 'review', 'relearning', 'filtered'] as const;

export const phaseCode = (phase: Phase | 'filtered'): number => names.indexOf(phase);

export const reviewPhase = (code: number): Phase | 'filtered' => {
  const name = names[code];
  if (name === undefined) throw new RangeError(`no phase has code ${code}`);
  return name;
};

export const cardPhase = (code: number): Phase => {
  const name = reviewPhase(code);
  if (name === 'filtered') throw new RangeError('a card is in no filtered phase');
  return name;
};
