import { useServiceQuery } from '../../../transport/use-service.ts';
import { FormatsSection } from './formats-section.tsx';
import { HabitsSection } from './habits-section.tsx';
import { HoursSection } from './hours-section.tsx';
import { StaminaSection } from './stamina-section.tsx';

/** When it goes well, how long, and with which kinds of card. */
export default function RhythmPage() {
  const query = useServiceQuery('twin.rhythm', {});
  return (
    <>
      <HoursSection query={query} />
      <StaminaSection query={query} />
      <FormatsSection query={query} />
      <HabitsSection query={query} />
    </>
  );
}
