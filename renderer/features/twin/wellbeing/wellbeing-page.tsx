import { TwinColumns } from '../twin-columns.tsx';
import { BurnoutSection } from './burnout-section.tsx';
import { LoadSection } from './load-section.tsx';
import { PerformanceSection } from './performance-section.tsx';
import { StressSection } from './stress-section.tsx';

/** How hard it was, and whether it is too much. */
export default function WellbeingPage() {
  return (
    <TwinColumns
      first={
        <>
          <BurnoutSection />
          <LoadSection />
        </>
      }
      second={
        <>
          <StressSection />
          <PerformanceSection />
        </>
      }
    />
  );
}
