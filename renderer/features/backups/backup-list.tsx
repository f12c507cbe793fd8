import { History } from 'lucide-react';
import { backups as words } from '../../i18n/en/backups.ts';
import { useServiceQuery } from '../../transport/use-service.ts';
import { Button } from '../../ui/button.tsx';
import { SectionError } from '../../ui/section-error.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import css from './backups.module.css';

/** The backups there are, newest first, each with the way back to it. */
export function BackupList({ onRestore }: { onRestore: (backup: string) => void }) {
  const { data, error, refetch } = useServiceQuery('backups.list', {});
  if (error !== null && data === undefined)
    return <SectionError error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeleton height={60} />;
  if (data.backups.length === 0) return <p className={css.hint}>{words.none}</p>;
  return (
    <ul className={css.list}>
      {data.backups.map((backup) => (
        <li key={backup.uid} className={css.backup}>
          <div className={css.about}>
            <span className={css.when}>{words.when(backup.createdAt)}</span>
            <span className={css.hint}>
              {words.reasons[backup.reason]},{' '}
              {backup.verifiedAt === null ? words.notVerified : words.verified},{' '}
              {words.size(backup.sizeBytes)}
            </span>
          </div>
          <Button
            icon={<History size={16} aria-hidden />}
            aria-label={words.restoreOf(backup.createdAt)}
            onPress={() => onRestore(backup.uid)}
          >
            {words.restore}
          </Button>
        </li>
      ))}
    </ul>
  );
}
