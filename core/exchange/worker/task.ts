import type { ErrorData, JsonValue } from '../../rpc/errors.ts';
import type { Settings } from '../../settings/contract.ts';
import type { ImportOptions } from '../contract.ts';
import type { ExportChoice } from '../export/export-package.ts';

/** What the import worker is asked to do. */
export type ImportTask =
  | {
      kind: 'stage_anki';
      profile: string;
      staging: string;
      path: string;
      label: string;
      now: number;
      zone: string;
      settings: Settings;
    }
  | {
      kind: 'stage_sample';
      profile: string;
      staging: string;
      course: string;
      now: number;
      zone: string;
      settings: Settings;
    }
  | {
      kind: 'stage_simulated';
      profile: string;
      staging: string;
      learner: { seed: number; days: number } | { world: string };
      now: number;
      zone: string;
      settings: Settings;
    }
  | ({
      kind: 'export';
      profile: string;
      /** Name of a folder in the profile's staging, and the file to make. */
      staging: string;
      file: string;
      now: number;
      zone: string;
      settings: Settings;
    } & ExportChoice)
  | { kind: 'export_everything'; profile: string; file: string; now: number; zone: string }
  | { kind: 'keep_media'; profile: string; staging: string }
  | {
      kind: 'merge';
      profile: string;
      staging: string;
      now: number;
      zone: string;
      options: ImportOptions;
    };

export type WorkerInput = {
  task: ImportTask;
  /** One 32-bit cell; anything but 0 asks the work to stop. */
  cancelled: SharedArrayBuffer;
};

export type WorkerMessage =
  | { type: 'progress'; step: string; done: number; total: number }
  | { type: 'done'; result: JsonValue; changes: readonly string[] }
  | { type: 'failed'; error: ErrorData }
  | { type: 'crashed'; message: string };
