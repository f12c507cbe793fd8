import { basicNoteType, reversedNoteType } from '../../exchange/anki/testing/package-description.ts';
import { seededRandom } from '../../exchange/anki/testing/seeded-random.ts';
import { schoolStart } from '../../exchange/anki/testing/school-package.ts';
import type { InputOf } from '../../rpc/contract.ts';
import { uidToHex } from '../../store/uid.ts';
import type { AppContract } from '../../contract.ts';
import {
  profileMaker,
  writtenPackage,
  type OpenService,
} from '#electron/service/testing/open-test-service.ts';

/** Three decks, one inside another; 24 notes in review with two cards each, 24 new ones with two, some with a tag. */
export const deskWithDecks = profileMaker(async (open) => {
  const { whole } = seededRandom(7);
  const decks = [10, 11, 12];
  const notes = Array.from({ length: 48 }, (_, n) => ({
    id: 1000 + n,
    guid: `g${n}`,
    noteTypeId: 101,
    fields: [`q${n}`, `a${n}`],
    tags: n % 4 === 0 ? ['exam::heart'] : [],
  }));
  const cards = notes.flatMap((note, n) =>
    [0, 1].map((ordinal) => ({
      id: 1 + n * 2 + ordinal,
      noteId: note.id,
      deckId: decks[n % 3] ?? 10,
      ordinal,
      ...(n < 24
        ? {
            type: 2,
            queue: 2,
            due: 52 + whole(0, 14),
            intervalDays: whole(2, 40),
            factor: 2500,
            reps: 4,
            modifiedAt: schoolStart + 86_400,
          }
        : { due: 1 + n }),
    })),
  );
  await open.import(
    await writtenPackage({
      createdAt: schoolStart,
      decks: [
        { id: 10, name: 'Medicine' },
        { id: 11, name: 'Medicine::Heart' },
        { id: 12, name: 'Law' },
      ],
      noteTypes: [basicNoteType(100), reversedNoteType(101)],
      notes,
      cards,
      reviews: [],
      media: [],
    }),
  );
});

export type Scope = InputOf<AppContract, 'study.start'>['scope'];

/** The places of the desk by the names of their decks. */
export const placesOf = async (
  open: OpenService,
): Promise<Record<'Medicine' | 'Heart' | 'Law', { kind: 'course' | 'lecture'; uid: string }>> => {
  const { places } = await open.call('presets.list', {});
  const find = (title: string) => {
    const found = places.find((place) => place.title === title);
    if (found === undefined) throw new Error(`no ${title}`);
    return { kind: found.kind, uid: found.uid };
  };
  return { Medicine: find('Medicine'), Heart: find('Heart'), Law: find('Law') };
};

export type Shown = { card: string; phase: string; leech: 'tagged' | 'suspended' | null };

/** Studies whatever comes until `most` answers are given or nothing comes any more. */
export const studyUntil = async (
  open: OpenService,
  input: InputOf<AppContract, 'study.start'>,
  most: number,
  ratingOf: (phase: string, answers: number) => number = () => 3,
  durationMs = 4000,
): Promise<Shown[]> => {
  const shown: Shown[] = [];
  let { session, step } = await open.call('study.start', input);
  while (step.kind === 'card' && shown.length < most) {
    const { card } = step.rendered;
    const { phase } = step;
    const given = await open.call('study.answer', {
      request: uidToHex(open.service.store.ids.uid()),
      session: session.uid,
      card,
      reps: step.reps,
      rating: ratingOf(phase, shown.length),
      durationMs,
    });
    shown.push({ card, phase, leech: given.leech });
    ({ step } = given);
    open.clock.advance(durationMs);
  }
  await open.call('study.finish', { session: session.uid });
  return shown;
};
