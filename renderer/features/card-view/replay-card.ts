import type { CardPlayer } from './card-player.ts';

let shown: CardPlayer | undefined;

/** The player of the card on screen. Returns what ends that. */
export function playing(player: CardPlayer): () => void {
  shown = player;
  return () => {
    if (shown === player) shown = undefined;
  };
}

/** Plays the sounds of the side on screen again. */
export const replayCard = (): boolean => shown?.replay() ?? false;
