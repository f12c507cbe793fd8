import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JobQueue } from './job-queue.ts';

function queueOf(names: string) {
  const queue = new JobQueue<{ name: string; number: number }>();
  const jobs = Array.from(names, (name, number) => ({ name, number }));
  for (const job of jobs) queue.add(job);
  const takeAll = () => {
    const taken: { name: string; number: number }[] = [];
    for (let job = queue.take(); job !== undefined; job = queue.take()) taken.push(job);
    return taken;
  };
  return { queue, jobs, takeAll };
}

describe('JobQueue', () => {
  it('lets kinds take turns, each in its own order', () => {
    const { takeAll } = queueOf('aaaabbc');
    const taken = takeAll();
    expect(taken.map(({ name }) => name).join('')).toBe('abcabaa');
    expect(taken.map(({ number }) => number)).toEqual([0, 4, 6, 1, 5, 2, 3]);
  });

  it('gives a kind that comes late its turn after those that wait already', () => {
    const { queue, takeAll } = queueOf('aaa');
    queue.take();
    queue.add({ name: 'b', number: 9 });
    expect(
      takeAll()
        .map(({ name }) => name)
        .join(''),
    ).toBe('aba');
  });

  it('gives back every job once, and none that was removed', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[abc]{0,20}$/), fc.infiniteStream(fc.boolean()), (names, stream) => {
        const { queue, jobs, takeAll } = queueOf(names);
        const removed = jobs.filter(() => stream.next().value === true);
        for (const job of removed) {
          expect(queue.remove(job)).toBe(true);
          expect(queue.remove(job)).toBe(false);
        }
        const kept = jobs.filter((job) => !removed.includes(job));
        const taken = takeAll();
        for (const name of 'abc') {
          expect(taken.filter((job) => job.name === name)).toEqual(kept.filter((job) => job.name === name));
        }
        expect(taken).toHaveLength(kept.length);
      }),
    );
  });
});
