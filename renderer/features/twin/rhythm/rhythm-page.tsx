import { useServiceQuery } from '../../../transport/use-service.ts';
import { TwinColumns } from '../twin-columns.tsx';
import { ActivitySection } from './activity-section.tsx';
import { FormatsSection } from './formats-section.tsx';
import { HabitsSection } from './habits-section.tsx';
import { HoursSection } from './hours-section.tsx';
import { PatternsSection } from './patterns-section.tsx';
import { StaminaSection } from './stamina-section.tsx';

/** When it goes well, how long, and with which kinds of card. */
export default function RhythmPage() {
  const query = useServiceQuery('twin.rhythm', {});
  return (
    <TwinColumns
      first={
        <>
          <HoursSection query={query} />
          <ActivitySection />
          <HabitsSection query={query} />
        </>
      }
      second={
        <>
          <StaminaSection query={query} />
          <FormatsSection query={query} />
          <PatternsSection rhythm={query} />
        </>
      }
    />
  );
}
