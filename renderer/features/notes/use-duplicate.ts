import { useDeferredValue } from 'react';
import { notes } from '../../i18n/en/notes.ts';
import { useServiceQuery } from '../../transport/use-service.ts';

/** A sentence where another note of the type begins the same. */
export function useDuplicate(noteType: string, field: string, except?: string): string | undefined {
  const asked = useDeferredValue(field);
  const { data } = useServiceQuery(
    'notes.duplicates',
    { noteType, field: asked, ...(except === undefined ? {} : { except }) },
    { enabled: noteType !== '' && asked.trim() !== '' },
  );
  const [first] = data?.notes ?? [];
  return first === undefined ? undefined : notes.duplicate(first.text);
}
