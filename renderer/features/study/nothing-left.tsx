import { study } from '../../i18n/en/study.ts';
import { useServiceQuery } from '../../transport/use-service.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';

/** Nothing is left for today, or there is nothing at all yet. */
export function NothingLeft({ onLeave }: { onLeave: () => void }) {
  const { data } = useServiceQuery('study.today', {});
  if (data === undefined) return null;
  return (
    <EmptyState
      title={data.hasCards ? study.nothingTitle : study.noCardsTitle}
      text={data.hasCards ? study.nothingText : study.noCardsText}
    >
      <Button variant="primary" onPress={onLeave}>
        {data.hasCards ? study.toToday : study.toStart}
      </Button>
    </EmptyState>
  );
}
