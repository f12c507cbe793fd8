import { RpcError } from '#core/rpc/errors.ts';
import { seededRandom, type SeededRandom } from '#core/exchange/anki/testing/seeded-random.ts';
import { uidToHex } from '#core/store/uid.ts';
import type { TestService } from '#electron/service/testing/test-service.ts';

type Current = {
  session: { uid: string } | null;
  step: { kind: string; rendered: { card: string }; reps: number } | null;
};
type Call = (name: string, input: unknown) => Promise<unknown>;

/** Somebody at one laptop: studies, writes, changes their mind. The same seed does the same to the same store. */
export class RandomWork {
  readonly #service: TestService;
  readonly #random: SeededRandom;
  readonly #call: Call;
  #made = 0;

  constructor(service: TestService, seed: number) {
    this.#service = service;
    this.#random = seededRandom(seed);
    // Names are those of the contract: a wrong one fails the test.
    this.#call = (name, input) =>
      service.server.call(name as 'store.undo', input as never, { caller: 'test' });
  }

  /** One thing done; what cannot be done just now is not done. @returns its name */
  async step(): Promise<string> {
    const [name, work] = this.#random.pick(this.#works);
    try {
      await work();
    } catch (error) {
      const isOfTheMoment =
        error instanceof RpcError && ['conflict', 'not_found', 'invalid', 'busy'].includes(error.kind);
      if (!isOfTheMoment) throw error;
    }
    this.#service.clock.advance(this.#random.whole(1, 20_000));
    return name;
  }

  #uid(table: string, where = 'deleted_at IS NULL'): string {
    const rows = this.#service.store.connection
      .prepare(`SELECT lower(hex(uid)) FROM ${table} WHERE ${where} ORDER BY uid`)
      .pluck()
      .all() as string[];
    const found = rows[this.#random.whole(0, Math.max(0, rows.length - 1))];
    if (found === undefined) throw new RpcError('not_found', {});
    return found;
  }

  #word(): string {
    this.#made += 1;
    return `${this.#random.pick(['atlas', 'axis', 'bone', 'canal', 'duct', 'fascia'])}-${this.#random.whole(0, 999)}-${this.#made}`;
  }

  get #works(): [[string, () => Promise<unknown>], ...[string, () => Promise<unknown>][]] {
    const call = this.#call;
    const answer = (): Promise<void> => this.#answer();
    const tag = (): string => this.#random.pick(['bones', 'exam', 'hard', 'later', 'muscles']);
    return [
      ['answer', answer],
      ['answer', answer],
      ['answer', answer],
      ['answer', answer],
      ['undo', () => call('store.undo', {})],
      ['redo', () => call('store.redo', {})],
      ['edit', () => this.#edit(tag)],
      ['edit', () => this.#edit(tag)],
      ['add', () => this.#add(tag)],
      ['tag', () => call('notes.tag', { cards: [this.#uid('cards')], add: [tag()], remove: [tag()] })],
      ['flag', () => call('cards.flag', { cards: [this.#uid('cards')], flag: this.#random.whole(0, 7) })],
      ['suspend', () => call('cards.suspend', { cards: [this.#uid('cards')] })],
      ['unsuspend', () => call('cards.unsuspend', { cards: [this.#uid('cards')] })],
      ['forget', () => call('cards.forget', { cards: [this.#uid('cards')] })],
      ['postpone', () => call('cards.postpone', { cards: [this.#uid('cards')], days: 3 })],
      ['remove', () => call('notes.remove', { cards: [this.#uid('cards')] })],
      [
        'restore',
        () =>
          call('trash.restore', {
            items: [{ kind: 'note', uid: this.#uid('notes', 'deleted_at IS NOT NULL') }],
          }),
      ],
      [
        'rename',
        () => call('library.rename', { kind: 'lecture', uid: this.#uid('lectures'), title: this.#word() }),
      ],
      ['move', () => call('notes.move', { cards: [this.#uid('cards')], lecture: this.#uid('lectures') })],
      ['course', () => call('notes.addCourse', { title: this.#word() })],
      ['exam', () => this.#exam()],
      [
        'retitle',
        () =>
          call('exams.change', {
            exam: this.#uid('exams'),
            title: this.#word(),
            objectives: this.#objectives(),
          }),
      ],
      ['unexam', () => call('exams.remove', { exam: this.#uid('exams') })],
      [
        'settings',
        () =>
          call('settings.change', {
            values: {
              'study.newPerDay': this.#random.whole(1, 99),
              'study.showTimer': this.#random.pick([true, false]),
            },
          }),
      ],
      ['preset', () => call('presets.create', { name: this.#word(), values: {} })],
      ['finish', () => this.#finish()],
    ];
  }

  /** The card that is shown; nobody waits for one. */
  async #answer(): Promise<void> {
    const current = (await this.#call('study.current', {})) as Current;
    if (current.session === null) await this.#call('study.start', { scope: {} });
    const { session, step } = (await this.#call('study.current', {})) as Current;
    if (session === null || step?.kind !== 'card') return;
    await this.#call('study.answer', {
      request: uidToHex(this.#service.store.ids.uid()),
      session: session.uid,
      card: step.rendered.card,
      reps: step.reps,
      rating: this.#random.pick([1, 2, 3, 3, 3, 4]),
      durationMs: this.#random.whole(900, 70_000),
    });
  }

  #objectives(): string[] | null {
    return this.#random.pick([null, [this.#uid('learning_objectives')]]);
  }

  #exam(): Promise<unknown> {
    const day = 21_000 + this.#random.whole(0, 90);
    return this.#call('exams.create', {
      title: this.#word(),
      course: this.#uid('courses'),
      day,
      objectives: this.#objectives(),
    });
  }

  async #finish(): Promise<void> {
    const { session } = (await this.#call('study.current', {})) as { session: { uid: string } | null };
    if (session !== null) await this.#call('study.finish', { session: session.uid });
  }

  async #edit(tag: () => string): Promise<void> {
    const note = this.#uid('notes');
    const { fields, tags } = (await this.#call('notes.read', { note })) as {
      fields: string[];
      tags: string[];
    };
    const place = this.#random.whole(0, fields.length - 1);
    // Deletions of a cloze stay: without them there is no card.
    const changed = fields.map((field, at) => (at === place ? `${field} ${this.#word()}` : field));
    await this.#call('notes.edit', { note, fields: changed, tags: [...new Set([...tags.slice(1), tag()])] });
  }

  async #add(tag: () => string): Promise<void> {
    const { types } = (await this.#call('notes.types', {})) as {
      types: { uid: string; kind: string; fields: string[] }[];
    };
    const type = types.find(({ kind }) => kind === 'standard');
    if (type === undefined) return;
    const fields = type.fields.map(() => this.#word());
    await this.#call('notes.add', {
      noteType: type.uid,
      lecture: this.#uid('lectures'),
      fields,
      tags: [tag()],
    });
  }
}
