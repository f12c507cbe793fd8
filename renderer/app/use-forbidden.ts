import { byPolicy } from '../i18n/en/errors.ts';
import { useServiceQuery } from '../transport/use-service.ts';

/** Why the institution has turned something off on this computer, in a sentence; undefined where it has not. */
export function useForbidden(
  policy: 'ImportAllowed' | 'ExportAllowed' | 'SharingAllowed',
): string | undefined {
  const { data } = useServiceQuery('policies.list', {});
  const isOff = data?.policies.some(({ name, value }) => name === policy && value === false) === true;
  return isOff ? byPolicy(policy) : undefined;
}
