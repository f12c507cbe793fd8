import type { StoreReader } from '../../store/reader.ts';
import { statement } from '../../store/statements.ts';

const versionRow = statement<Record<string, never>, { version: string }>(
  'twin.versionOfFile',
  `SELECT data_version || ' ' || total_changes() AS version FROM pragma_data_version`,
);

/** Changes with every write, of another connection or of this one, and so with everything that could change a fact. */
export const versionOfFile = (reader: StoreReader): string => reader.get(versionRow, {})?.version ?? '';
