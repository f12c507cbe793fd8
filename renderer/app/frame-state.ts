import { create } from 'zustand';

type FrameState = {
  open: 'palette' | 'shortcuts' | undefined;
  /** The package being imported; the import dialog is open while there is one. */
  importing: File | undefined;
  /** The card whose preview and history are open. */
  card: string | undefined;
};

/** What floats over the page. */
export const useFrame = create<FrameState>(() => ({
  open: undefined,
  importing: undefined,
  card: undefined,
}));
