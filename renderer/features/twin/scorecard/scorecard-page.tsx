import { useServiceQuery } from '../../../transport/use-service.ts';
import { twinScorecard as words } from '../../../i18n/en/twin-scorecard.ts';
import { TwinColumns } from '../twin-columns.tsx';
import { TwinSection } from '../twin-section.tsx';
import { CalibrationSection } from './calibration-section.tsx';
import { EndedSection } from './ended-section.tsx';
import { ModelsSection } from './models-section.tsx';
import { MonthsSection } from './months-section.tsx';
import css from './scorecard.module.css';
import { TotalSection } from './total-section.tsx';

/** How predictions turned out, told in the open. */
export default function ScorecardPage() {
  const query = useServiceQuery('twin.scorecard', { model: null });
  if (query.data !== undefined && !query.data.isOn) return <p className={css.quiet}>{words.off}</p>;
  return (
    <TwinColumns
      first={
        <>
          <TotalSection query={query} />
          <CalibrationSection query={query} />
          <MonthsSection query={query} />
          <ModelsSection query={query} />
        </>
      }
      second={
        <>
          <EndedSection />
          <TwinSection title={words.breaks} query={query} height={24}>
            {({ breaks }) => <p>{words.breaksText(breaks)}</p>}
          </TwinSection>
        </>
      }
    />
  );
}
