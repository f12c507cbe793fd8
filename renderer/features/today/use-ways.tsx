import { ListFilter, RotateCcw, Sprout, Timer } from 'lucide-react';
import { useLocation } from 'wouter';
import { useFrame } from '../../app/frame-state.ts';
import { showDone } from '../../app/undo.ts';
import { customStudy } from '../../i18n/en/custom-study.ts';
import { today as words } from '../../i18n/en/today.ts';
import type { Output } from '../../transport/app-contract.ts';
import { useServiceCommand } from '../../transport/use-service.ts';
import type { MenuEntry } from '../../ui/menu.tsx';

const newStep = 20;
const reviewStep = 50;
const minutes = [15, 25, 45] as const;

/** Sessions of so many minutes. */
export function useTimed(): MenuEntry[] {
  const [, navigate] = useLocation();
  const start = useServiceCommand('study.start');
  return minutes.map((budgetMinutes) => ({
    id: String(budgetMinutes),
    label: words.forMinutes(budgetMinutes),
    icon: <Timer size={16} aria-hidden />,
    onAction: () => start.mutate({ scope: {}, budgetMinutes }, { onSuccess: () => navigate('/study') }),
  }));
}

/** What is there beyond the plan of the day: cards over the limits, and cards of one's own choice. */
export function useMore(today: Output<'study.today'>): MenuEntry[] {
  const raise = useServiceCommand('study.raiseLimits');
  const newCards = Math.min(newStep, today.newHeldBack);
  const reviews = Math.min(reviewStep, today.heldBack);
  const raiseBy = (more: { newCards: number; reviews: number }, what: string) =>
    raise.mutate({ scope: {}, ...more }, { onSuccess: () => void showDone(words.raised(what)) });
  return [
    ...(reviews === 0
      ? []
      : [
          {
            id: 'reviews',
            label: words.moreReviews(reviews),
            icon: <RotateCcw size={16} aria-hidden />,
            onAction: () => raiseBy({ newCards: 0, reviews }, words.moreReviews(reviews)),
          },
        ]),
    ...(newCards === 0
      ? []
      : [
          {
            id: 'new',
            label: words.moreNew(newCards),
            icon: <Sprout size={16} aria-hidden />,
            onAction: () => raiseBy({ newCards, reviews: 0 }, words.moreNew(newCards)),
          },
        ]),
    {
      id: 'custom',
      label: customStudy.open,
      icon: <ListFilter size={16} aria-hidden />,
      onAction: () => useFrame.setState({ custom: { scope: {}, title: '' } }),
    },
  ];
}
