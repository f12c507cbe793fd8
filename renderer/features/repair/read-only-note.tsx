import { Lock } from 'lucide-react';
import { repair as words } from '../../i18n/en/repair.ts';
import { useRepair } from '../../transport/repair.ts';
import css from './repair.module.css';

/** Says above every page that a newer version wrote this store, and that nothing is changed by this one. */
export function ReadOnlyNote() {
  const isReadOnly = useRepair(({ state }) => state.at === 'read_only');
  if (!isReadOnly) return null;
  return (
    <div className={css.readOnly} role="status">
      <p>
        <Lock size={18} aria-hidden />
        {words.readOnly}
      </p>
    </div>
  );
}
