import { useFrame } from '../../app/frame-state.ts';
import { cardCommands } from '../cards/card-commands.ts';
import type { CardAction } from './card-actions.ts';

/** Does one of the actions to the card on screen; `onNext` hears when another card may have to come. */
export function doCardAction(action: CardAction, card: string, onNext: () => void): void {
  const then = (changed: Promise<boolean>) => void changed.then((did) => did && onNext());
  switch (action) {
    case 'edit':
      return useFrame.setState({ task: { kind: 'edit', card } });
    case 'setDue':
      return useFrame.setState({ task: { kind: 'due', cards: [card], onDone: onNext } });
    case 'postpone':
      return useFrame.setState({ task: { kind: 'postpone', cards: [card], onDone: onNext } });
    case 'leech':
      return useFrame.setState({ task: { kind: 'leech', card, onDone: onNext } });
    case 'info':
      return useFrame.setState({ card });
    case 'buryCard':
      return then(cardCommands.bury([card]));
    case 'buryNote':
      return then(cardCommands.bury([card], true));
    case 'suspendCard':
      return then(cardCommands.suspend([card]));
    case 'suspendNote':
      return then(cardCommands.suspend([card], true));
    case 'forget':
      return then(cardCommands.forget([card]));
    case 'remove':
      return then(cardCommands.remove([card]));
    case 'flag':
    case 'replay':
      // The page's own: it opens the choice of a flag, and has the frame that plays.
      return undefined;
  }
}
