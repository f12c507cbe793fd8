import { fsrsParameters } from '#ml/memory/fsrs-parameters.ts';
import type { Settings } from '../../settings/contract.ts';
import { readSettings } from '../../settings/read-settings.ts';
import type { StoreReader } from '../../store/reader.ts';
import { statement } from '../../store/statements.ts';
import { uidToHex } from '../../store/uid.ts';
import type { MemoryModel } from '../scheduler/memory-model.ts';

export type FitKind = 'fsrs6' | 'fsrs6_time_graded';

type ForceRow = { uid: Uint8Array; weights: string; fast_ms: number | null; slow_ms: number | null };

const newestAccepted = statement<{ kind: FitKind }, ForceRow>(
  'parameters.newestAccepted',
  `SELECT uid, weights, fast_ms, slow_ms FROM scheduler_parameters
   WHERE kind = @kind AND accepted = 1 ORDER BY at DESC, uid DESC LIMIT 1`,
);

/** The parameters of FSRS-6 as its authors ship them. */
export const standardModel: MemoryModel = fsrsParameters();

/** Models are made of weights once: every answer and every slice of a fold asks. */
const made = new Map<string, MemoryModel>();
const keptModels = 8;

const modelOf = ({ weights, fast_ms, slow_ms }: Omit<ForceRow, 'uid'>): MemoryModel => {
  const key = `${weights}|${fast_ms ?? ''}|${slow_ms ?? ''}`;
  const known = made.get(key);
  if (known !== undefined) return known;
  // Checked border: written by this program, and fsrsParameters checks count and numbers.
  const parameters = fsrsParameters(JSON.parse(weights) as number[]);
  const model: MemoryModel =
    fast_ms === null || slow_ms === null
      ? parameters
      : Object.freeze({ ...parameters, times: Object.freeze({ fastMs: fast_ms, slowMs: slow_ms }) });
  if (made.size >= keptModels) made.clear();
  made.set(key, model);
  return model;
};

/**
 * The fit in force: the newest accepted one of the kind the owner chose. One who chose time-graded memory has the
 * plain fit until a time-graded one is accepted. Only fits on the owner's own log are ever in force: weights that came
 * with an imported deck or preset are not, because nothing here has judged them.
 */
const rowInForce = (reader: StoreReader, model: Settings['study.memoryModel']): ForceRow | undefined => {
  if (model === 'default') return undefined;
  const graded =
    model === 'time_graded' ? reader.get(newestAccepted, { kind: 'fsrs6_time_graded' }) : undefined;
  return graded ?? reader.get(newestAccepted, { kind: 'fsrs6' });
};

/** What memories are folded with now: the fit in force, else the standard parameters. */
export const modelInForce = (reader: StoreReader, settings: Settings = readSettings(reader)): MemoryModel => {
  const row = rowInForce(reader, settings['study.memoryModel']);
  return row === undefined ? standardModel : modelOf(row);
};

/** Names what memories stand on; empty for the standard parameters. */
export const fitInForce = (reader: StoreReader, settings: Settings = readSettings(reader)): string => {
  const row = rowInForce(reader, settings['study.memoryModel']);
  return row === undefined ? '' : uidToHex(row.uid);
};

/** The newest accepted fit of a kind, whatever the owner chose; undefined where there is none. */
export const newestModel = (reader: StoreReader, kind: FitKind): MemoryModel | undefined => {
  const row = reader.get(newestAccepted, { kind });
  return row === undefined ? undefined : modelOf(row);
};
