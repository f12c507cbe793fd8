import { RpcError } from '#core/rpc/errors.ts';
import { seededRandom, type SeededRandom } from '#core/exchange/anki/testing/seeded-random.ts';
import { uidToHex } from '#core/store/uid.ts';
import type { TestService } from './test-service.ts';

const caller = { caller: 'test' } as const;
const dayMs = 86_400_000;
/** Days without a card before something must be wrong. */
const maxTries = 1000;

export type Answer = {
  request: string;
  session: string;
  card: string;
  reps: number;
  rating: number;
  durationMs: number;
};

/** Somebody who studies whatever comes, day after day; the same seed gives the same ratings. */
export class SeededStudent {
  readonly #service: TestService;
  readonly #random: SeededRandom;

  constructor(service: TestService, seed: number) {
    this.#service = service;
    this.#random = seededRandom(seed);
  }

  /** The next answer to give. Time passes until there is one. */
  async nextAnswer(): Promise<Answer> {
    const { server, clock, store } = this.#service;
    for (let tries = 0; tries < maxTries; tries += 1) {
      const { session, step } = await server.call('study.current', {}, caller);
      if (session === null || step === null) {
        await server.call('study.start', { scope: {} }, caller);
        continue;
      }
      if (step.kind === 'card') {
        return {
          request: uidToHex(store.ids.uid()),
          session: session.uid,
          card: step.rendered.card,
          reps: step.reps,
          rating: this.#random.pick([1, 2, 3, 3, 3, 4]),
          durationMs: this.#random.whole(900, 70_000),
        };
      }
      clock.advance(step.kind === 'waiting' ? step.until - clock.now() : dayMs);
    }
    throw new Error('there is nothing to study');
  }

  /** Gives an answer; false where its card was put away meanwhile. */
  async give(answer: Answer): Promise<boolean> {
    try {
      await this.#service.server.call('study.answer', answer, caller);
    } catch (error) {
      if (error instanceof RpcError && (error.kind === 'conflict' || error.kind === 'not_found'))
        return false;
      throw error;
    }
    this.#service.clock.advance(answer.durationMs);
    return true;
  }
}
