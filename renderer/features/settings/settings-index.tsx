import { settings as words } from '../../i18n/en/settings.ts';
import css from './settings.module.css';

/** The element of a section. */
export const placeOf = (section: string): string => `settings-${section}`;

const show = (section: string): void => {
  const place = document.getElementById(placeOf(section));
  place?.scrollIntoView({ block: 'start' });
  // Whoever goes on by keys goes on from there.
  place?.focus({ preventScroll: true });
};

/** The way to each section of a page that is too long to see at once; a narrow window has no room for it. */
export function SettingsIndex({ sections }: { sections: readonly (readonly [id: string, title: string])[] }) {
  return (
    <nav className={css.index} aria-label={words.index}>
      <ul>
        {sections.map(([id, title]) => (
          <li key={id} data-section={id}>
            <button type="button" onClick={() => show(id)}>
              {title}
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}
