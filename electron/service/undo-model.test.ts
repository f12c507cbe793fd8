import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultSettings } from '#core/settings/contract.ts';
import { uidToHex } from '#core/store/uid.ts';
import { copyProfile, startTestService, type TestService } from './testing/test-service.ts';

const caller = { caller: 'test' } as const;
const hourMs = 3_600_000;

let root = '';
let base = '';
let copies = 0;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'americano-undo-'));
  base = join(root, 'base');
  const service = await startTestService(base);
  await service.server.call('exchange.openSample', {}, caller);
  await service.store.settle();
  // The import itself is the first thing that could be undone; the model begins after it.
  service.store.connection.exec('DELETE FROM undo_log');
  await service.close();
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

/** What the owner can see of what they did. */
type Seen = { newPerDay: number; theme: string; title: string; answers: readonly string[] };

/** The simplest thing that could be right: whole states on two stacks. */
class Model {
  now: Seen;
  readonly past: Seen[] = [];
  readonly future: Seen[] = [];

  constructor(now: Seen) {
    this.now = now;
  }

  did(next: Partial<Seen>): void {
    this.past.push(this.now);
    this.now = { ...this.now, ...next };
    this.future.length = 0;
  }

  undo(): boolean {
    const before = this.past.pop();
    if (before === undefined) return false;
    this.future.push(this.now);
    this.now = before;
    return true;
  }

  redo(): boolean {
    const after = this.future.pop();
    if (after === undefined) return false;
    this.past.push(this.now);
    this.now = after;
    return true;
  }
}

const seenBy = async ({ server, store }: TestService): Promise<Seen> => {
  const settings = await server.call('settings.read', {}, caller);
  const { courses } = await server.call('library.tree', {}, caller);
  const live = store.connection.prepare('SELECT uid FROM live_reviews').all() as { uid: Uint8Array }[];
  return {
    newPerDay: settings['study.newPerDay'],
    theme: settings['appearance.theme'],
    title: courses[0]?.title ?? '',
    answers: live.map((row) => uidToHex(row.uid)).sort(),
  };
};

type Real = { service: TestService; folder: string };
type Command = fc.AsyncCommand<Model, Real>;

const check = async (model: Model, real: Real): Promise<void> =>
  expect(await seenBy(real.service)).toEqual(model.now);

const command = (name: string, run: (model: Model, real: Real) => Promise<void>): Command => ({
  check: () => true,
  run: async (model, real) => {
    await run(model, real);
    await check(model, real);
  },
  toString: () => name,
});

const changeSettings = (newPerDay: number, theme: 'light' | 'dark'): Command =>
  command(`settings ${newPerDay} ${theme}`, async (model, { service }) => {
    const isNew = model.now.newPerDay !== newPerDay || model.now.theme !== theme;
    await service.server.call(
      'settings.change',
      { values: { 'study.newPerDay': newPerDay, 'appearance.theme': theme } },
      caller,
    );
    const isFirst = !hasRows(service);
    if (isNew || isFirst) model.did({ newPerDay, theme });
  });

/** Whether the two preferences have rows; a row that says the default is a change all the same. */
const hasRows = ({ store }: TestService): boolean =>
  store.connection.prepare('SELECT count(*) AS n FROM settings').pluck().get() === 2;

const rename = (title: string): Command =>
  command(`rename ${title}`, async (model, { service }) => {
    const { courses } = await service.server.call('library.tree', {}, caller);
    await service.server.call(
      'library.rename',
      { kind: 'course', uid: courses[0]?.uid ?? '', title },
      caller,
    );
    if (model.now.title !== title) model.did({ title });
  });

const answer = (rating: number, repeats: boolean): Command =>
  command(`answer ${rating}${repeats ? ' sent twice' : ''}`, async (model, { service }) => {
    const { session, step } = await service.server.call('study.start', { scope: {} }, caller);
    if (step.kind !== 'card') {
      service.clock.advance(24 * hourMs);
      return;
    }
    service.clock.advance(3000);
    const request = uidToHex(service.store.ids.uid());
    const input = { request, session: session.uid, card: step.rendered.card, rating, durationMs: 3000 };
    const first = await service.server.call('study.answer', input, caller);
    expect(first.recorded).toBe(true);
    if (repeats) {
      const again = await service.server.call('study.answer', input, caller);
      expect(again).toMatchObject({
        recorded: false,
        review: request,
        intervalSeconds: first.intervalSeconds,
      });
    }
    model.did({ answers: [...model.now.answers, request].sort() });
  });

const undo = (): Command =>
  command('undo', async (model, { service }) => {
    const { entry } = await service.server.call('store.undo', {}, caller);
    expect(entry !== null).toBe(model.undo());
  });

const redo = (): Command =>
  command('redo', async (model, { service }) => {
    const { entry } = await service.server.call('store.redo', {}, caller);
    expect(entry !== null).toBe(model.redo());
  });

const restart = command('restart', async (_model, real) => {
  await real.service.close();
  real.service = await startTestService(real.folder, real.service.clock);
});

const commands = fc.commands(
  [
    fc
      .tuple(fc.constantFrom(5, 6, 20), fc.constantFrom('light' as const, 'dark' as const))
      .map((to) => changeSettings(...to)),
    fc.constantFrom('Memory', 'How to learn', 'Forgetting').map(rename),
    fc.tuple(fc.integer({ min: 1, max: 4 }), fc.boolean()).map((given) => answer(...given)),
    fc.constant(undo()),
    fc.constant(undo()),
    fc.constant(redo()),
    fc.constant(restart),
  ],
  { maxCommands: 24, size: 'max' },
);

describe('undo and redo', () => {
  it('of any sequence of commands give what whole states on two stacks would give, over restarts too', async () => {
    const property = fc.asyncProperty(commands, async (sequence) => {
      copies += 1;
      const folder = copyProfile(base, join(root, `copy-${copies}`));
      const real: Real = { folder, service: await startTestService(folder) };
      const initial = await seenBy(real.service);
      expect(initial).toMatchObject({ newPerDay: defaultSettings['study.newPerDay'], answers: [] });
      try {
        await fc.asyncModelRun(() => ({ model: new Model(initial), real }), sequence);
      } finally {
        await real.service.close();
      }
    });
    await fc.assert(property, { numRuns: 4 });
  }, 120_000);
});
