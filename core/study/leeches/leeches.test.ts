import { describe, expect, it } from 'vitest';
import { builtInTypes } from '../../library/notes/built-in-types.ts';
import { rpcErrorOf } from '../../store/testing/rpc-error-of.ts';
import { openTestService, type OpenService } from '#electron/service/testing/open-test-service.ts';
import { readFacts } from '#electron/service/testing/facts.ts';
import { factsOf } from './facts-of.ts';

const typeNamed = (name: string): string => builtInTypes.find((type) => type.name === name)?.uid ?? '';

/** A course of notes, each with its first card's uid. */
const withNotes = async (notes: [string, string][], type = 'Basic', tags: string[] = []) => {
  const open = await openTestService();
  const { lecture } = await open.call('notes.addCourse', { title: 'Anatomy' });
  const cards: string[] = [];
  for (const fields of notes) {
    const added = await open.call('notes.add', { noteType: typeNamed(type), lecture, fields, tags });
    cards.push(added.cards[0] ?? '');
  }
  return { open, cards };
};

/** Forgets a card so many times in review. */
const lapse = async (open: OpenService, card: string, times: number): Promise<void> => {
  await open.call('cards.setDue', { cards: [card], fromDays: 0, toDays: 0, setInterval: true });
  const id = open.rows<{ id: number }>('SELECT id FROM cards WHERE uid = ?', Buffer.from(card, 'hex'))[0]?.id;
  const insert = open.service.store.connection.prepare(
    `INSERT INTO reviews (card_id, at, uid, utc_offset_min, study_day, rating, phase, interval_seconds,
       last_interval_seconds, duration_ms) VALUES (?, ?, randomblob(16), 60, ?, 1, 2, 86400, 86400, 5000)`,
  );
  const now = open.clock.now();
  for (let n = 0; n < times; n += 1) insert.run(id, now + 1000 * (n + 1), Math.floor(now / 86_400_000));
  await open.service.store.write('test.refold', (tx) => tx.touch('reviews', id ?? 0), { noUndo: true });
};

const list = async (open: OpenService) => open.call('leeches.list', { scope: {}, limit: 50 });

describe('leeches', () => {
  it('are the cards forgotten as often as the rule says, and those that are tagged so, the most often first', async () => {
    const { open, cards } = await withNotes([
      ['humerus', 'upper arm'],
      ['radius', 'forearm'],
      ['ulna', 'forearm too'],
      ['femur', 'thigh'],
    ]);
    await lapse(open, cards[0] ?? '', 8);
    await lapse(open, cards[1] ?? '', 11);
    await lapse(open, cards[2] ?? '', 7);
    await lapse(open, cards[3] ?? '', 1);
    await open.call('notes.tag', { cards: [cards[3] ?? ''], add: ['leech'], remove: [] });
    const found = await list(open);
    expect(found).toMatchObject({ threshold: 8, total: 3 });
    expect(found.rows.map(({ question, lapses, tagged }) => [question, lapses, tagged])).toEqual([
      ['radius', 11, false],
      ['humerus', 8, false],
      ['femur', 1, true],
    ]);
    await open.call('settings.change', { values: { 'study.leechThreshold': 9 } });
    expect((await list(open)).rows.map(({ question }) => question)).toEqual(['radius', 'femur']);
    await open.call('settings.change', { values: { 'study.leechThreshold': 0 } });
    expect((await list(open)).rows.map(({ question }) => question)).toEqual(['femur']);
  });
});

describe('reasons', () => {
  it('name what a card is confused with, and not what only shares a word', async () => {
    const { open, cards } = await withNotes([
      ['Which nerve supplies the deltoid muscle?', 'axillary nerve'],
      ['Which nerve supplies the serratus muscle?', 'long thoracic nerve'],
      ['Which bone carries the deltoid tuberosity of the arm and where?', 'humerus'],
      ['Runs through the quadrangular space', 'axillary nerve'],
    ]);
    const { similar, tooMuch } = await open.call('leeches.reasons', { card: cards[0] ?? '' });
    expect(similar.map(({ card, alike }) => [card, alike])).toEqual([
      [cards[3], 'answer'],
      [cards[1], 'question'],
    ]);
    expect(similar[0]?.share).toBe(1);
    expect(tooMuch).toBe(false);
  });

  it('say when a card asks for too much, and which facts it lists', async () => {
    const items = ['scaphoid', 'lunate', 'triquetrum', 'pisiform'];
    const { open, cards } = await withNotes([
      ['Carpal bones of the proximal row', `<ul>${items.map((item) => `<li>${item}</li>`).join('')}</ul>`],
    ]);
    expect(await open.call('leeches.reasons', { card: cards[0] ?? '' })).toMatchObject({
      tooMuch: true,
      listItems: 4,
      facts: items,
    });
  });

  it('count the deletions that a cloze card hides at once', async () => {
    const { open, cards } = await withNotes([['{{c1::a}} {{c1::b}} {{c1::c}} and {{c2::d}}', '']], 'Cloze');
    expect(await open.call('leeches.reasons', { card: cards[0] ?? '' })).toMatchObject({
      deletions: 3,
      tooMuch: true,
    });
  });

  it('read facts from lines, and none where there is only one', () => {
    expect(factsOf('standard', ['q', 'one<br>two<div>three</div>'])).toEqual(['one', 'two', 'three']);
    expect(factsOf('standard', ['q', 'only one'])).toEqual([]);
    expect(factsOf('cloze', ['{{c1::a}}<br>no deletion<br>{{c2::b}}', ''])).toEqual([
      '{{c1::a}}',
      '{{c2::b}}',
    ]);
  });
});

describe('a split', () => {
  it('puts several notes in place of one card, with its tags, in one step of undo', async () => {
    const { open, cards } = await withNotes([['Carpal bones', 'scaphoid, lunate']], 'Basic', [
      'leech',
      'hand',
    ]);
    const card = cards[0] ?? '';
    const search = () =>
      open.call('library.cards', {
        scope: {},
        search: '',
        sort: 'added',
        descending: false,
        offset: 0,
        limit: 50,
      });
    const before = await search();
    const split = await open.call('leeches.split', {
      card,
      notes: [{ fields: ['Carpal bone 1', 'scaphoid'] }, { fields: ['Carpal bone 2', 'lunate'] }],
    });
    expect(split).toMatchObject({ cards: 2 });
    const after = await search();
    expect(after.rows.map(({ question, suspended, tags }) => [question, suspended, tags])).toEqual([
      ['Carpal bones', true, ['hand', 'leech']],
      ['Carpal bone 1', false, ['hand']],
      ['Carpal bone 2', false, ['hand']],
    ]);
    await open.call('store.undo', {});
    expect(await search()).toEqual(before);
    const facts = readFacts(open);
    expect(
      await rpcErrorOf(
        open.call('leeches.split', { card, notes: [{ fields: ['ok', 'x'] }, { fields: ['', ''] }] }),
      ),
    ).toMatchObject({ kind: 'invalid' });
    expect(readFacts(open)).toEqual(facts);
  });
});
