import { FlaskConical } from 'lucide-react';
import { profiles as words } from '../../i18n/en/profiles.ts';
import { useServiceQuery } from '../../transport/use-service.ts';
import css from './profiles.module.css';

/** Says that what a page shows is invented. `small`: in a bar that has other things to hold. */
export function SimulatedMark({ small = false }: { small?: boolean }) {
  const { data } = useServiceQuery('profiles.list', {});
  if (data?.profiles.find((profile) => profile.isOpen)?.isSimulated !== true) return null;
  return (
    <p className={small ? css.smallMark : css.mark} {...(small ? { title: words.mark } : {})}>
      <FlaskConical size={16} aria-hidden />
      {small ? (
        <>
          <span className={css.smallText} aria-hidden>
            {words.smallMark}
          </span>
          <span className="visually-hidden">{words.mark}</span>
        </>
      ) : (
        words.mark
      )}
    </p>
  );
}
