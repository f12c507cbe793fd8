import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openTestService } from '#electron/service/testing/open-test-service.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';

/** The first profile of a machine, with the folder they all lie in. */
const machine = async () => {
  const home = temporaryFolder();
  const root = join(home, 'profiles');
  return { home, root, service: await openTestService({ folder: join(root, 'default') }) };
};

describe('profiles', () => {
  it('lie beside each other, each with a name, and the one that is open says so', async () => {
    const { root, service } = await machine();
    const { slug } = await service.call('profiles.create', { name: 'Médecine 2' });
    expect(slug).toBe('medecine-2');
    const again = await service.call('profiles.create', { name: 'Médecine 2' });
    expect(again.slug).toBe('medecine-2-2');
    await service.call('profiles.rename', { slug: again.slug, name: '医学' });
    // What others keep there is no profile.
    writeFileSync(join(root, 'notes.txt'), 'of the owner');
    const { profiles } = await service.call('profiles.list', {});
    expect(new Map(profiles.map(({ name, isOpen }) => [name, isOpen]))).toEqual(
      new Map([
        ['default', true],
        ['Médecine 2', false],
        ['医学', false],
      ]),
    );
    const other = await openTestService({ folder: join(root, slug) });
    expect((await other.call('profiles.list', {})).profiles.find(({ isOpen }) => isOpen)?.slug).toBe(slug);
  });

  it('are announced to every page when there is another one, another name, or one less', async () => {
    const { service } = await machine();
    const heard: string[] = [];
    service.service.store.feed.subscribe((changes) => heard.push(...changes));
    const { slug } = await service.call('profiles.create', { name: 'Noor' });
    expect(heard.splice(0)).toContain('store_meta');
    await service.call('profiles.rename', { slug, name: 'Nour' });
    expect(heard.splice(0)).toContain('store_meta');
    await service.call('profiles.remove', { slug });
    expect(heard.splice(0)).toContain('store_meta');
  });

  it('are put away whole, never the one that is open here or elsewhere', async () => {
    const { home, root, service } = await machine();
    const { slug } = await service.call('profiles.create', { name: 'Old' });
    const refused = (name: string) => service.call('profiles.remove', { slug: name });
    await expect(refused('default')).rejects.toMatchObject({ kind: 'forbidden' });
    await expect(refused('nobody')).rejects.toMatchObject({ kind: 'not_found' });
    const other = await openTestService({ folder: join(root, slug) });
    await expect(refused(slug)).rejects.toMatchObject({ kind: 'locked' });
    await other.close();
    const { folder } = await service.call('profiles.remove', { slug });
    expect(existsSync(join(root, slug))).toBe(false);
    expect(readdirSync(join(home, 'removed-profiles'))).toHaveLength(1);
    expect(readdirSync(folder)).toContain('americano.sqlite');
  });

  it('of the simulated learner fills itself when it is first opened, and is marked', async () => {
    const { root, service } = await machine();
    const { slug } = await service.call('profiles.create', { name: 'Demo', simulate: true });
    const demo = await openTestService({ folder: join(root, slug) });
    await expect.poll(() => demo.service.jobs.runningCount, { timeout: 5000 }).toBe(1);
    const [job] = (await demo.call('jobs.list', {})).jobs;
    const end = await demo.service.jobs.ended(job?.uid ?? '');
    expect([end.kind, end.state]).toEqual(['exchange.simulateLearner', 'done']);
    expect((await demo.call('store.info', {})).reviews).toBeGreaterThan(1000);
    const { profiles } = await demo.call('profiles.list', {});
    expect(profiles.filter(({ isSimulated }) => isSimulated).map((found) => found.slug)).toEqual([slug]);
    // Once.
    await demo.service.store.settle();
    const again = await demo.restart();
    expect(again.service.jobs.runningCount).toBe(0);
  }, 120_000);

  it('that stand alone have no neighbours', async () => {
    const service = await openTestService();
    expect((await service.call('profiles.list', {})).profiles).toEqual([]);
    await expect(service.call('profiles.create', { name: 'x' })).rejects.toMatchObject({ kind: 'forbidden' });
    await expect(service.call('profiles.open', { slug: 'x' })).rejects.toMatchObject({ kind: 'forbidden' });
  });
});
