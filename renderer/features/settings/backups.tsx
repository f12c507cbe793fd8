import { settings as words } from '../../i18n/en/settings.ts';
import { useServiceQuery } from '../../transport/use-service.ts';
import { SectionError } from '../../ui/section-error.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import css from './settings.module.css';

/** The copies of this profile. */
export function Backups() {
  const { data, error, refetch } = useServiceQuery('backups.list', {});
  if (error !== null && data === undefined)
    return <SectionError error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeleton height={44} />;
  if (data.backups.length === 0) return <p className={css.hint}>{words.noBackups}</p>;
  return (
    <ul>
      {data.backups.map((backup) => (
        <li key={backup.uid} className={css.backup}>
          <span>{words.when(backup.createdAt)}</span>
          <span className={css.hint}>{words.reasons[backup.reason]}</span>
          <span className={css.hint}>{backup.verifiedAt === null ? words.notVerified : words.verified}</span>
          <span className={css.size}>{words.bytes(backup.sizeBytes)}</span>
        </li>
      ))}
    </ul>
  );
}
