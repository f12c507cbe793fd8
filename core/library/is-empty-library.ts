import type { StoreReader } from '../store/reader.ts';
import { statement } from '../store/statements.ts';

const anyCourse = statement<Record<string, never>, { found: number }>(
  'library.anyCourse',
  'SELECT EXISTS (SELECT 1 FROM courses) AS found',
);

/** Whether nothing was ever in the library, not even in its trash. */
export const isEmptyLibrary = (reader: StoreReader): boolean => reader.get(anyCourse, {})?.found === 0;
