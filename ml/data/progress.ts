/** Something that goes on for a while tells how far it is, and may be asked to stop. */
export type Progress = {
  readonly progress?: (done: number, total: number, what: string) => void;
  /** Throws where the work is to stop. */
  readonly throwIfCancelled?: () => void;
};
