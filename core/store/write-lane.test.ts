import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { WriteLane } from './write-lane.ts';

describe('the write lane', () => {
  it('runs writes one after another in the order they came, however long each takes', async () => {
    const lane = new WriteLane();
    const order: string[] = [];
    const write = (name: string, ms: number): Promise<string> =>
      lane.run(async () => {
        order.push(`${name} begins`);
        await sleep(ms);
        order.push(`${name} ends`);
        return name;
      });
    const writes = [write('merge', 15), write('answer', 0), write('rename', 5)];
    expect(lane.depth).toBe(3);
    expect(await Promise.all(writes)).toEqual(['merge', 'answer', 'rename']);
    expect(order).toEqual([
      'merge begins',
      'merge ends',
      'answer begins',
      'answer ends',
      'rename begins',
      'rename ends',
    ]);
    expect(lane.depth).toBe(0);
  });

  it('goes on after a write that fails, at once or later', async () => {
    const lane = new WriteLane();
    const thrown = lane.run(() => {
      throw new Error('at once');
    });
    const rejected = lane.run(async () => {
      await sleep(1);
      throw new Error('later');
    });
    const after = lane.run(() => 'written');
    await expect(thrown).rejects.toThrow('at once');
    await expect(rejected).rejects.toThrow('later');
    expect(await after).toBe('written');
    expect(lane.depth).toBe(0);
  });
});
