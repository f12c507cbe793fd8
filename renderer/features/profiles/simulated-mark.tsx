import { FlaskConical } from 'lucide-react';
import { profiles as words } from '../../i18n/en/profiles.ts';
import { useServiceQuery } from '../../transport/use-service.ts';
import css from './profiles.module.css';

/** Says on every page that what it shows is invented. */
export function SimulatedMark() {
  const { data } = useServiceQuery('profiles.list', {});
  if (data?.profiles.find((profile) => profile.isOpen)?.isSimulated !== true) return null;
  return (
    <p className={css.mark}>
      <FlaskConical size={16} aria-hidden />
      {words.mark}
    </p>
  );
}
