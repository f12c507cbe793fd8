import { create } from 'zustand';
import type { PackageSource } from '../transport/platform.ts';

/** Something to do to cards or notes, asked for anywhere. `onDone` hears when it changed something. */
export type FrameTask = { onDone?: () => void } & (
  | { kind: 'edit' | 'leech' | 'split'; card: string }
  | { kind: 'due' | 'postpone' | 'tag' | 'move'; cards: readonly string[] }
  | { kind: 'add'; lecture?: string }
  /** A new course, or a new lecture of one. */
  | { kind: 'place'; course?: string; parent?: string }
);

/** What an export packs; neither: the whole library. */
export type ExportScope = { course?: string; lecture?: string };

/** What custom study is opened for; without a title, all courses. */
export type CustomPlace = { scope: { course?: string; lecture?: string }; title: string };

type FrameState = {
  open: 'palette' | 'shortcuts' | undefined;
  /** The package being imported; the import dialog is open while there is one. */
  importing: PackageSource | undefined;
  /** What is being exported; the export dialog is open while there is something. */
  exporting: ExportScope | undefined;
  /** The card whose preview and history are open. */
  card: string | undefined;
  task: FrameTask | undefined;
  /** Custom study is open for this. */
  custom: CustomPlace | undefined;
};

/** What floats over the page. */
export const useFrame = create<FrameState>(() => ({
  open: undefined,
  importing: undefined,
  exporting: undefined,
  card: undefined,
  task: undefined,
  custom: undefined,
}));
