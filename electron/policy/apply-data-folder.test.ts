import { describe, expect, it } from 'vitest';
import { resolvePolicies } from '#core/settings/policies/resolve-policies.ts';
import { defaultProfileFolder } from '#core/store/profile.ts';
import { applyDataFolder } from './apply-data-folder.ts';

const folderFor = (DataFolder: string | undefined, user: string): string => {
  const values = DataFolder === undefined ? {} : { DataFolder };
  const env: NodeJS.ProcessEnv = { XDG_DATA_HOME: '/home/noor/data' };
  applyDataFolder(resolvePolicies([{ source: 'x', tier: 'mandatory', values }]), user, env);
  return defaultProfileFolder(env, 'linux');
};

describe('the folder of profiles', () => {
  it('is the one of the policy, a part of it for each user', () => {
    expect(folderFor('/srv/desk/${user}', 'noor')).toBe('/srv/desk/noor/profiles/default');
    expect(folderFor('/srv/desk', 'noor')).toBe('/srv/desk/profiles/default');
  });

  it('stays below it, whatever a user is called', () => {
    expect(folderFor('/srv/desk/${user}', '../../etc')).toMatch(
      /^\/srv\/desk\/__\.\._etc-[0-9a-f]{12}\/profiles\/default$/,
    );
    expect(folderFor('/srv/desk/${user}', '..')).toMatch(/^\/srv\/desk\/_-[0-9a-f]{12}\/profiles\/default$/);
  });

  it('is never the same for two users', () => {
    const users = ['Jörg Müller', 'Jürg Müller', 'J_rg_M_ller', '..', '.', '/', '_', 'дарья', 'марья'];
    const folders = users.map((user) => folderFor('/srv/desk/${user}', user).toLowerCase());
    expect(new Set(folders).size).toBe(users.length);
    for (const folder of folders) expect(folder).toMatch(/^\/srv\/desk\/[\w.@-]+\/profiles\/default$/);
  });

  it('is the usual one without a policy, or with a path of another system', () => {
    expect(folderFor(undefined, 'noor')).toBe('/home/noor/data/americano/profiles/default');
    expect(folderFor('D:\\Americano', 'noor')).toBe('/home/noor/data/americano/profiles/default');
  });
});
