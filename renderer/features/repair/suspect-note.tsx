import { TriangleAlert } from 'lucide-react';
import { repair as words } from '../../i18n/en/repair.ts';
import { useRepair } from '../../transport/repair.ts';
import { useServiceCommand } from '../../transport/use-service.ts';
import { Button } from '../../ui/button.tsx';
import css from './repair.module.css';

/** Says above every page that a part of the store could not be read. */
export function SuspectNote() {
  const isSuspect = useRepair(({ state }) => state.at === 'suspect');
  const look = useServiceCommand('repair.look');
  if (!isSuspect) return null;
  return (
    <div className={css.suspect} role="alert">
      <p>
        <TriangleAlert size={18} aria-hidden />
        {words.suspect}
      </p>
      <Button isDisabled={look.isPending} onPress={() => look.mutate({})}>
        {words.look}
      </Button>
    </div>
  );
}
