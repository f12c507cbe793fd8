import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { enqueueKeys, pendingDerivations } from './derivations.ts';
import { addCourse } from './testing/add-course.ts';
import { openTestStore } from './testing/open-test-store.ts';

describe('derived rows that wait', () => {
  it('are all computed, however slow the machine: each slice does at least a part', async () => {
    const { store } = await openTestStore();
    const { cards, notes } = await addCourse(store, 'Anatomy', 150);
    // Every look at the clock finds a slice's time over, as where a loaded machine halts the program in between.
    let now = performance.now();
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => (now += 1000));
    onTestFinished(() => clock.mockRestore());
    await store.write(
      'test.enqueue',
      (tx) => {
        enqueueKeys(tx, 'card_states', cards);
        enqueueKeys(tx, 'note_search', notes);
      },
      { noUndo: true },
    );
    await store.settle();
    expect(pendingDerivations(store)).toBe(0);
  });
});
