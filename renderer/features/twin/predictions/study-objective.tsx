import { useLocation } from 'wouter';
import { twinPredictions as words } from '../../../i18n/en/twin-predictions.ts';
import { useServiceCommand } from '../../../transport/use-service.ts';
import { Button } from '../../../ui/button.tsx';

/** As many as a sitting holds. */
const CARDS = 50;

/** Begins a session of what an objective has due, and of what of it was seen. */
export function StudyObjective({ objective, title }: { objective: string; title: string }) {
  const start = useServiceCommand('study.start');
  const [, navigate] = useLocation();
  const begin = (): void =>
    start.mutate(
      {
        scope: {},
        custom: {
          kind: 'objective',
          objective,
          cards: 'seen',
          reschedule: true,
          limit: CARDS,
          order: 'retrievability',
        },
      },
      { onSuccess: () => navigate('/study') },
    );
  return (
    <Button aria-label={`${words.study}: ${title}`} isDisabled={start.isPending} onPress={begin}>
      {words.study}
    </Button>
  );
}
