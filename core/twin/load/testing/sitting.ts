import { basicNoteType } from '../../../exchange/anki/testing/package-description.ts';
import { schoolStart } from '../../../exchange/anki/testing/school-package.ts';
import type { AppContract } from '../../../contract.ts';
import type { OutputOf } from '../../../rpc/contract.ts';
import { uidToHex } from '../../../store/uid.ts';
import {
  profileMaker,
  writtenPackage,
  type OpenService,
} from '#electron/service/testing/open-test-service.ts';

/** Eighty cards, each of a note of its own, in review and due. */
export const deskOfReviews = profileMaker(async (open) => {
  const rows = Array.from({ length: 80 }, (_, n) => n);
  await open.import(
    await writtenPackage({
      createdAt: schoolStart,
      decks: [{ id: 10, name: 'Medicine' }],
      noteTypes: [basicNoteType(100)],
      notes: rows.map((n) => ({ id: 1000 + n, guid: `g${n}`, noteTypeId: 100, fields: [`q${n}`, `a${n}`] })),
      cards: rows.map((n) => ({
        id: 1 + n,
        noteId: 1000 + n,
        deckId: 10,
        ordinal: 0,
        type: 2,
        queue: 2,
        due: 40,
        intervalDays: 10,
        factor: 2500,
        reps: 4,
        modifiedAt: schoolStart + 86_400,
      })),
      reviews: [],
      media: [],
    }),
  );
});

type Step = OutputOf<AppContract, 'study.start'>['step'];

/** A session under way, answered as the test says. */
export class Sitting {
  readonly open: OpenService;
  readonly session: string;
  step: Step;

  private constructor(open: OpenService, session: string, step: Step) {
    this.open = open;
    this.session = session;
    this.step = step;
  }

  static async begin(open: OpenService): Promise<Sitting> {
    await open.call('settings.change', {
      values: { 'study.newPerDay': 0, 'study.reviewsPerDay': 9999, 'study.learnAheadMinutes': 0 },
    });
    const { session, step } = await open.call('study.start', { scope: {} });
    return new Sitting(open, session.uid, step);
  }

  /** The same session, after the service was started again. */
  async goOn(open: OpenService): Promise<Sitting> {
    const { session, step } = await open.call('study.current', {});
    return new Sitting(open, session?.uid ?? '', step!);
  }

  async answer(rating: number, durationMs = 6000): Promise<void> {
    if (this.step.kind !== 'card') throw new Error('nothing is left');
    this.open.clock.advance(durationMs);
    const given = await this.open.call('study.answer', {
      request: uidToHex(this.open.service.store.ids.uid()),
      session: this.session,
      card: this.step.rendered.card,
      rating,
      durationMs,
    });
    this.step = given.step;
  }

  async answers(count: number, rating: number): Promise<void> {
    for (let n = 0; n < count; n += 1) await this.answer(rating);
  }

  load = () => this.open.call('twin.load', {});
  command = (name: 'twin.takeBreak' | 'twin.endBreak' | 'twin.postponeBreak' | 'twin.skipBreak') =>
    this.open.call(name, { session: this.session });
  events = () =>
    this.open
      .rows<{ type: string }>('SELECT type FROM live_behavioral_events ORDER BY id')
      .map(({ type }) => type);
  metrics = () =>
    this.open.rows<{ level: string; latency: number | null; errors: number | null }>(
      'SELECT level, latency, errors, confidence FROM live_cognitive_load_metrics ORDER BY id',
    );
}

/** Ten answers as expected, then nothing but errors, to the answer with which a break is offered. */
export const overloaded = async (): Promise<Sitting> => {
  const sitting = await Sitting.begin(await deskOfReviews());
  await sitting.answers(10, 3);
  while ((await sitting.load()).offer === null) await sitting.answer(1);
  return sitting;
};
