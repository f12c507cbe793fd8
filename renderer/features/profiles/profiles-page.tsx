import { profiles as words } from '../../i18n/en/profiles.ts';
import { ProfileSettings } from './profile-settings.tsx';
import css from './profiles.module.css';

/** Who uses this computer: the place to change from one profile to another. */
export default function ProfilesPage() {
  return (
    <>
      <h1 className={css.title}>{words.title}</h1>
      <div className={css.page}>
        <ProfileSettings title={words.onThisComputer} />
      </div>
    </>
  );
}
