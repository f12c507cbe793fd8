import { describe, expect, it } from 'vitest';
import { ChangeFeed, type FeedPlace } from './change-feed.ts';
import { changeStream, type ChangeItem } from './change-stream.ts';

const names = (changes: readonly string[]): string[] => changes.map((change) => `query of ${change}`);
const open = (feed: ChangeFeed, after?: FeedPlace) =>
  changeStream(feed, names, after, new AbortController().signal)[Symbol.asyncIterator]();
const next = async (stream: AsyncIterator<ChangeItem, unknown>): Promise<ChangeItem> => {
  const step = await stream.next();
  if (step.done === true) throw new Error('a stream of changes has no end of its own');
  return step.value;
};

describe('the stream of changes', () => {
  it('begins with a place, and tells each change once', async () => {
    const feed = new ChangeFeed('this start');
    const stream = open(feed);
    expect(await next(stream)).toMatchObject({ seq: 0, stale: [], isGap: false });
    feed.publish(['notes']);
    feed.publish(['notes', 'cards']);
    expect(await next(stream)).toMatchObject({ seq: 2, stale: ['query of notes', 'query of cards'] });
    await stream.return?.(undefined);
  });

  it('goes on from a place with what was missed, and with nothing twice', async () => {
    const feed = new ChangeFeed('this start');
    const first = open(feed);
    const place = await next(first);
    await first.return?.(undefined);
    feed.publish(['notes']);
    feed.publish(['cards']);
    const again = open(feed, place);
    const item = await next(again);
    expect(item).toMatchObject({ seq: 2, stale: ['query of notes', 'query of cards'], isGap: false });
    await again.return?.(undefined);
    const third = open(feed, item);
    expect(await next(third)).toMatchObject({ stale: [], isGap: false });
    await third.return?.(undefined);
  });

  it.each([
    ['of another start of the service', (feed: ChangeFeed) => ({ ...feed.place, feed: 'another' })],
    ['that is not there yet', (feed: ChangeFeed) => ({ ...feed.place, seq: feed.place.seq + 1 })],
    ['that is too long ago', (feed: ChangeFeed) => ({ ...feed.place, seq: 0 })],
  ])('says that it cannot go on from a place %s', async (_what, placeOf) => {
    const feed = new ChangeFeed('this start');
    for (let n = 0; n < 300; n += 1) feed.publish(['notes']);
    const stream = open(feed, placeOf(feed));
    expect(await next(stream)).toMatchObject({ seq: 300, stale: [], isGap: true });
    await stream.return?.(undefined);
  });

  it('remembers as much as it says', async () => {
    const feed = new ChangeFeed('this start');
    for (let n = 0; n < 300; n += 1) feed.publish([`n${n}`]);
    expect(feed.since({ ...feed.place, seq: 44 })).toHaveLength(256);
    expect(feed.since({ ...feed.place, seq: 43 })).toBeUndefined();
  });
});
