import { describe, expect, it } from 'vitest';
import { schoolPackage } from '../../exchange/anki/testing/school-package.ts';
import { rpcErrorOf } from '../../store/testing/rpc-error-of.ts';
import {
  openTestService,
  profileMaker,
  writtenPackage,
  type OpenService,
} from '#electron/service/testing/open-test-service.ts';
import { readFacts } from '#electron/service/testing/facts.ts';
import { maxMediaFileBytes } from './add-media.ts';
import { builtInTypes } from './built-in-types.ts';

const withSchool = profileMaker(async (open) => open.import(await writtenPackage(schoolPackage())));

const search = async (open: OpenService, text: string) =>
  (
    await open.call('library.cards', {
      scope: {},
      search: text,
      sort: 'added',
      descending: false,
      offset: 0,
      limit: 200,
    })
  ).rows;
const cardOf = async (open: OpenService, text: string): Promise<string> =>
  (await search(open, text))[0]?.uid ?? '';
const typeNamed = (name: string): string => builtInTypes.find((type) => type.name === name)?.uid ?? '';
const readable = (open: OpenService) =>
  open.rows(`SELECT n.fields, n.deleted_at IS NULL AS live, (SELECT group_concat(ordinal) FROM cards c
    WHERE c.note_id = n.id AND c.deleted_at IS NULL) AS cards, (SELECT group_concat(t.name) FROM note_tags nt
    JOIN tags t ON t.id = nt.tag_id WHERE nt.note_id = n.id) AS tags FROM notes n WHERE n.deleted_at IS NULL ORDER BY n.id`);

describe('editing', () => {
  it('changes fields and tags at once, is found by its new words, and is undone as one step', async () => {
    const open = await withSchool();
    const note = await open.call('notes.read', { card: await cardOf(open, 'organism') });
    expect(note).toMatchObject({ fields: ['organism', 'a living thing'], tags: ['exam::2026', 'life'] });
    const before = readable(open);
    await open.call('notes.edit', {
      note: note.note,
      fields: ['organelle', 'a small organ'],
      tags: ['life', 'cells'],
    });
    expect(await open.call('notes.read', { note: note.note })).toMatchObject({
      fields: ['organelle', 'a small organ'],
      tags: ['cells', 'life'],
    });
    expect(await search(open, 'organelle')).toHaveLength(1);
    expect(await search(open, 'organism')).toHaveLength(0);
    await open.call('store.undo', {});
    expect(readable(open)).toEqual(before);
    expect(await search(open, 'organism')).toHaveLength(1);
  });

  it('makes a card for a new deletion beside the others, and keeps one whose deletion is gone', async () => {
    const open = await withSchool();
    const note = await open.call('notes.read', { card: await cardOf(open, 'osmosis') });
    expect(note.cards.map(({ ordinal }) => ordinal)).toEqual([0, 1]);
    const fields = ['{{c1::Osmosis}} moves water through a {{c3::membrane}}', ''];
    expect(await open.call('notes.edit', { note: note.note, fields, tags: [] })).toEqual({
      added: 1,
      empty: 1,
    });
    const edited = await open.call('notes.read', { note: note.note });
    expect(edited.cards.map(({ ordinal, empty }) => [ordinal, empty])).toEqual([
      [0, false],
      [1, true],
      [2, false],
    ]);
    expect(edited.cards[2]?.lecture).toBe(note.cards[0]?.lecture);
    expect(await open.call('notes.removeEmpty', { note: note.note })).toEqual({ cards: 1 });
    expect((await open.call('notes.read', { note: note.note })).cards.map(({ ordinal }) => ordinal)).toEqual([
      0, 2,
    ]);
    // A note whose every card shows nothing keeps one, or nobody would find it again.
    await open.call('notes.edit', { note: note.note, fields: ['no deletion', ''], tags: [] });
    await open.call('notes.removeEmpty', { note: note.note });
    expect((await open.call('notes.read', { note: note.note })).cards).toHaveLength(1);
  });

  it('refuses more fields than the type has and leaves everything as it was', async () => {
    const open = await withSchool();
    const { note } = await open.call('notes.read', { card: await cardOf(open, 'organism') });
    const facts = readFacts(open);
    expect(
      await rpcErrorOf(open.call('notes.edit', { note, fields: ['a', 'b', 'c'], tags: [] })),
    ).toMatchObject({ kind: 'invalid' });
    expect(
      await rpcErrorOf(open.call('notes.edit', { note, fields: ['a', 'b'], tags: ['two words'] })),
    ).toMatchObject({ kind: 'invalid' });
    expect(readFacts(open)).toEqual(facts);
  });
});

describe('adding', () => {
  it('begins from an empty profile: a course, built-in types, cards that come in the order they were added', async () => {
    const open = await openTestService();
    const { lecture, course } = await open.call('notes.addCourse', { title: 'Anatomy' });
    const added = [];
    for (const front of ['humerus', 'radius', 'ulna']) {
      added.push(
        await open.call('notes.add', {
          noteType: typeNamed('Basic (and reversed card)'),
          lecture,
          fields: [front, 'a bone'],
          tags: ['arm'],
        }),
      );
    }
    expect(added.map(({ cards }) => cards.length)).toEqual([2, 2, 2]);
    expect(open.rows('SELECT name FROM note_types')).toEqual([{ name: 'Basic (and reversed card)' }]);
    expect((await search(open, '')).map(({ question }) => question)).toEqual([
      'humerus',
      'a bone',
      'radius',
      'a bone',
      'ulna',
      'a bone',
    ]);
    const { step } = await open.call('study.start', { scope: { course } });
    expect(step).toMatchObject({ kind: 'card', rendered: { card: added[0]?.cards[0] } });
    await open.call('notes.addLecture', { course, parent: lecture, title: 'Arm' });
    expect((await open.call('library.tree', {})).courses[0]?.lectures).toMatchObject([
      { title: 'Anatomy' },
      { title: 'Arm', parent: lecture },
    ]);
  });

  it('makes what each built-in type promises, and its type only once', async () => {
    const open = await openTestService();
    const { lecture } = await open.call('notes.addCourse', { title: 'Anatomy' });
    const add = (name: string, fields: string[]) =>
      open.call('notes.add', { noteType: typeNamed(name), lecture, fields, tags: [] });
    expect((await add('Basic', ['q', 'a'])).cards).toHaveLength(1);
    expect((await add('Basic', ['q2', 'a2'])).cards).toHaveLength(1);
    expect((await add('Cloze', ['{{c1::one}} {{c2::two}}', ''])).cards).toHaveLength(2);
    expect((await add('Basic (type in the answer)', ['q', 'typed'])).cards).toHaveLength(1);
    expect(open.rows('SELECT name FROM note_types ORDER BY id')).toEqual([
      { name: 'Basic' },
      { name: 'Cloze' },
      { name: 'Basic (type in the answer)' },
    ]);
    const { types } = await open.call('notes.types', {});
    expect(types.map(({ builtIn }) => builtIn)).toEqual([true, true, true, true]);
    const facts = readFacts(open);
    expect(await rpcErrorOf(add('Cloze', ['no deletion', '']))).toMatchObject({ kind: 'invalid' });
    expect(await rpcErrorOf(add('Basic', ['', 'only a back']))).toMatchObject({ kind: 'invalid' });
    expect(readFacts(open)).toEqual(facts);
  });

  it('is undone and done again, with its type', async () => {
    const open = await openTestService();
    const { lecture } = await open.call('notes.addCourse', { title: 'Anatomy' });
    await open.call('notes.add', { noteType: typeNamed('Basic'), lecture, fields: ['q', 'a'], tags: ['x'] });
    const after = readable(open);
    await open.call('store.undo', {});
    expect(await search(open, '')).toEqual([]);
    await open.call('store.redo', {});
    expect(readable(open)).toEqual(after);
    expect(await search(open, 'q')).toHaveLength(1);
  });
});

describe('a preview', () => {
  it('shows a note that is not stored, and which cards it would make', async () => {
    const open = await openTestService();
    const facts = readFacts(open);
    const preview = await open.call('notes.preview', {
      noteType: typeNamed('Cloze'),
      fields: ['{{c1::Osmosis}} moves {{c2::water}}<script>x()</script>', ''],
      tags: [],
      ordinal: 1,
    });
    expect(preview.ordinals).toEqual([0, 1]);
    expect(preview.rendered.questionHtml).toContain('[...]');
    expect(preview.rendered.questionHtml).not.toContain('script');
    expect(preview.rendered.answerHtml).toContain('water');
    expect(readFacts(open)).toEqual(facts);
  });
});

describe('a picture', () => {
  it('that no card will show is told before it is saved, with what is wrong about it', async () => {
    const open = await openTestService();
    const { name } = await open.call('notes.addMedia', {
      upload: '1'.repeat(32),
      name: 'Bone 1.png',
      offset: 0,
      bytes: new Uint8Array([1, 2, 3]),
      last: true,
    });
    const broken = async (...fields: string[]) =>
      (await open.call('notes.preview', { noteType: typeNamed('Basic'), fields, tags: [] })).broken;
    const shown = `<img src="${encodeURIComponent(name ?? '')}"> a < b <IMG SRC='data:image/png;base64,AA=='>`;
    expect(await broken(shown, '')).toEqual([]);
    expect(
      await broken(
        '<img src="bon.png"><img alt="none"><p>and</p>',
        '<img src="https://example.org/a.png"> then <img src="Bone 1.png and more',
      ),
    ).toEqual([
      { field: 0, reason: 'missing', text: 'bon.png' },
      { field: 0, reason: 'no_source', text: '' },
      { field: 1, reason: 'elsewhere', text: 'https://example.org/a.png' },
      { field: 1, reason: 'unclosed', text: '<img src="Bone 1.png and more' },
    ]);
  });
});

describe('duplicates', () => {
  it('are notes of the type whose first field reads the same, markup and case aside', async () => {
    const open = await withSchool();
    const { note, noteType } = await open.call('notes.read', { card: await cardOf(open, 'organism') });
    const ask = (field: string, except?: string) =>
      open.call('notes.duplicates', { noteType: noteType.uid, field, ...(except ? { except } : {}) });
    expect((await ask('<b>Organism</b>')).notes).toMatchObject([{ note, text: 'organism' }]);
    expect((await ask('organism', note)).notes).toEqual([]);
    expect((await ask('organisms')).notes).toEqual([]);
    expect((await ask('a living thing')).notes).toEqual([]);
    expect((await ask('"* NOT')).notes).toEqual([]);
  });
});

describe('many cards', () => {
  it('are tagged, moved and put away with their notes, each in one step', async () => {
    const open = await withSchool();
    const rows = await search(open, '');
    const cards = rows.map(({ uid }) => uid);
    const notes = new Set(rows.map(({ note }) => note)).size;
    const before = readable(open);
    expect(await open.call('notes.tag', { cards, add: ['week1'], remove: ['life'] })).toEqual({ notes });
    expect((await open.call('notes.tags', { prefix: 'w', limit: 5 })).tags).toEqual(['week1']);
    expect((await open.call('notes.tags', { prefix: '2026', limit: 5 })).tags).toEqual(['exam::2026']);
    await open.call('store.undo', {});
    expect(readable(open)).toEqual(before);
    const { courses } = await open.call('library.tree', {});
    const lecture = courses.flatMap((course) => course.lectures).find(({ title }) => title === 'Waves');
    await open.call('notes.move', { cards, lecture: lecture?.uid ?? '' });
    expect(new Set((await search(open, '')).map((row) => row.lecture))).toEqual(new Set(['Waves']));
    await open.call('store.undo', {});
    expect(await search(open, '')).toEqual(rows);
    expect(await open.call('notes.remove', { cards: [cards[0] ?? ''] })).toMatchObject({ notes: 1 });
    expect(await search(open, '')).not.toContainEqual(rows[0]);
    await open.call('store.undo', {});
    expect(await search(open, '')).toEqual(rows);
  });
});

describe('a file for a field', () => {
  const upload = '1'.repeat(32);
  const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 1, 2, 3]);

  it('comes in pieces, is there under its name, and another one of that name gets its own', async () => {
    const open = await openTestService();
    const send = (name: string, bytes: Uint8Array, offset = 0, last = true) =>
      open.call('notes.addMedia', { upload, name, offset, bytes, last });
    expect(await send('a b/../c.png', png.slice(0, 4), 0, false)).toEqual({ name: null });
    expect(await rpcErrorOf(send('a.png', png, 3))).toMatchObject({ kind: 'conflict' });
    const { name } = await send('a b/../c.png', png.slice(4), 4);
    expect(name).toBe('a b-..-c.png');
    const { file } = await open.call('library.media', { name: name ?? '' });
    expect(file).toMatchObject({ mime: 'image/png', bytes: png });
    expect(await send('a b-..-c.png', png)).toEqual({ name });
    const other = await send('a b-..-c.png', new Uint8Array([9]));
    expect(other.name).not.toBe(name);
    expect((await open.call('library.media', { name: other.name ?? '' })).file?.bytes).toEqual(
      new Uint8Array([9]),
    );
    expect(open.rows('SELECT count(*) AS n FROM media')).toEqual([{ n: 2 }]);
  });

  it('is refused beyond its bound, and nothing of it stays', async () => {
    const open = await openTestService();
    const piece = new Uint8Array(4_000_000);
    for (let offset = 0; offset < maxMediaFileBytes; offset += piece.length) {
      await open.call('notes.addMedia', { upload, name: 'big.mp4', offset, bytes: piece, last: false });
    }
    expect(
      await rpcErrorOf(
        open.call('notes.addMedia', {
          upload,
          name: 'big.mp4',
          offset: maxMediaFileBytes,
          bytes: new Uint8Array(1),
          last: true,
        }),
      ),
    ).toMatchObject({ kind: 'too_large' });
    expect(open.rows('SELECT count(*) AS n FROM blobs')).toEqual([{ n: 0 }]);
  });
});
