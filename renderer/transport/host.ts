import { create } from 'zustand';
import type { Platform } from './platform.ts';

/** The host around this page, from its start on. What it lacks is absent. */
export const useHost = create<Partial<Platform>>(() => ({}));
