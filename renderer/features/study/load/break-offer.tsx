import { load as words } from '../../../i18n/en/load.ts';
import { Button } from '../../../ui/button.tsx';
import { Kbd } from '../../../ui/kbd.tsx';
import css from './load.module.css';
import type { Load, LoadControls } from './use-load.ts';

type BreakOfferProps = {
  offer: Load['offer'];
  act: LoadControls['act'];
  /** Where new cards are among those to come. */
  onEasier: (() => void) | undefined;
  onFinish: () => void;
};

/**
 * Slides in between two cards. It takes no focus and no answer key: whoever answers on has said no, and it goes with the
 * next card.
 */
export function BreakOffer({ offer, act, onEasier, onFinish }: BreakOfferProps) {
  return (
    <>
      <p className="visually-hidden" role="status">
        {offer === null ? '' : words.offer.announced}
      </p>
      {offer === null ? null : (
        <section className={css.offer} aria-label={words.offerLabel}>
          <div className={css.offerText}>
            <p className={css.offerTitle}>{words.offer.title}</p>
            <p className={css.quiet}>{words.offer.text(offer.load)}</p>
          </div>
          <div className={css.offerActions}>
            <Button variant="quiet" onPress={() => act('twin.skipBreak')}>
              {words.offer.skip}
            </Button>
            <Button variant="quiet" onPress={onFinish}>
              {words.offer.stop}
            </Button>
            {onEasier === undefined ? null : (
              <Button variant="quiet" onPress={onEasier}>
                {words.offer.easier}
              </Button>
            )}
            <Button variant="quiet" onPress={() => act('twin.postponeBreak')}>
              {words.offer.postpone}
            </Button>
            <Button aria-keyshortcuts="B" onPress={() => act('twin.takeBreak')}>
              {words.offer.take}
              <Kbd keys="b" />
            </Button>
          </div>
        </section>
      )}
    </>
  );
}
