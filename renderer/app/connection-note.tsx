import { CloudOff } from 'lucide-react';
import { app } from '../i18n/en/app.ts';
import { useConnection } from '../transport/connection.ts';

/** Says that the program cannot be reached at the moment. Always on screen, so that a reader hears the change. */
export function ConnectionNote({ className }: { className: string | undefined }) {
  const isLost = useConnection((state) => state.status === 'lost');
  return (
    <p className={className} role="status">
      {isLost ? (
        <>
          <CloudOff size={16} aria-hidden />
          {app.lost}
        </>
      ) : null}
    </p>
  );
}
