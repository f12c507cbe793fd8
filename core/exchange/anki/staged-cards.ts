import { uidToHex } from '../../store/uid.ts';

/** Where reviews go: number of the staged card, and its uid in hex. */
export type StagedCard = { readonly sid: number; readonly uid: string };

/**
 * The staged cards, by Anki's number and by uid. Several numbers can lead to one card: to Anki a card that was deleted
 * and made again is another one, here it is the same side of the same note.
 */
export class StagedCards {
  readonly #byNumber = new Map<number, StagedCard>();
  readonly #byUid = new Map<string, StagedCard>();

  /** The card that takes the reviews of Anki's card of this number. */
  of(number: number): StagedCard | undefined {
    return this.#byNumber.get(number);
  }

  withUid(uid: Uint8Array): StagedCard | undefined {
    return this.#byUid.get(uidToHex(uid));
  }

  /** A card that was staged under Anki's number. */
  add(number: number, uid: Uint8Array): StagedCard {
    const card = { sid: number, uid: uidToHex(uid) };
    this.#byNumber.set(number, card);
    this.#byUid.set(card.uid, card);
    return card;
  }

  /** Reviews of this number, unless it has a card already, go to one that was staged under another. */
  lead(number: number, to: StagedCard): void {
    if (!this.#byNumber.has(number)) this.#byNumber.set(number, to);
  }
}
