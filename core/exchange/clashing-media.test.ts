import { describe, expect, it } from 'vitest';
import { openTestService, writtenPackage } from '#electron/service/testing/open-test-service.ts';
import { schoolPackage } from './anki/testing/school-package.ts';

describe('two packages that were looked at before either was imported', () => {
  it('do not give each other’s pictures away: the second is looked at again, and its picture gets another name', async () => {
    const open = await openTestService();
    const withPicture = (text: string) => ({
      ...schoolPackage(),
      media: [{ name: 'heart.png', bytes: Buffer.from(text) }],
    });
    const school = withPicture('a heart');
    const changed = withPicture('another heart');
    const first = await open.stage(await writtenPackage(school));
    const second = await open.stage(await writtenPackage(changed));
    const merge = async (staging: string) => {
      const { job } = await open.call('exchange.merge', { staging });
      return open.service.jobs.ended(job);
    };
    expect((await merge(first.staging)).state).toBe('done');
    expect(await merge(second.staging)).toMatchObject({ state: 'failed', error: { kind: 'conflict' } });
    const again = await open.stage(await writtenPackage(changed));
    expect((await merge(again.staging)).state).toBe('done');
    expect(open.rows('SELECT 1 FROM media WHERE deleted_at IS NULL')).toHaveLength(school.media.length + 1);
  });
});
