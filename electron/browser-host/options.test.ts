import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { addProfile } from '#core/store/profiles/profile-folders.ts';
import { temporaryFolder } from '#core/store/testing/temporary-folder.ts';
import { OptionError, parseOptions } from './options.ts';

const parse = (...args: string[]) => parseOptions(args, { XDG_DATA_HOME: resolve('data') }, 'linux');

describe('parseOptions', () => {
  it('opens a window on the default profile when nothing is said', () => {
    expect(parse()).toEqual({
      profile: resolve('data/americano/profiles/default'),
      choose: false,
      open: true,
      stay: false,
      port: 0,
      now: undefined,
      zone: undefined,
      rollback: false,
      help: false,
      verify: false,
      devUrl: undefined,
    });
  });

  it('reads every flag', () => {
    const now = '2026-03-02T09:00:00Z';
    const flags = [
      '--no-open',
      '--rollback-store',
      '--verify',
      '--help',
      '--stay',
      '--port',
      '4711',
      '--now',
      now,
      '--zone',
      'Europe/Berlin',
    ];
    expect(parse('--profile', 'here', '--dev-url', 'http://127.0.0.1:5173/', ...flags)).toEqual({
      profile: resolve('here'),
      choose: false,
      open: false,
      stay: true,
      port: 4711,
      now: Date.UTC(2026, 2, 2, 9),
      zone: 'Europe/Berlin',
      rollback: true,
      help: true,
      verify: true,
      devUrl: 'http://127.0.0.1:5173',
    });
    expect(parse('--now', '1772442000000').now).toBe(1_772_442_000_000);
  });

  it('takes a profile by its name where there is one of that name, else as a folder', () => {
    const home = temporaryFolder();
    const root = join(home, 'americano', 'profiles');
    const slug = addProfile(root, 'Second year', undefined);
    const named = (given: string) =>
      parseOptions(['--profile', given], { XDG_DATA_HOME: home }, 'linux').profile;
    expect([named('Second year'), named(slug)]).toEqual([join(root, slug), join(root, slug)]);
    expect(named('third-year')).toBe(resolve('third-year'));
  });

  it.each([
    [['--port', '65536']],
    [['--port', '-1']],
    [['--port', '']],
    [['--port', '0x10']],
    [['--no-port']],
    [['--now', 'yesterday']],
    [['--now', '']],
    [['--zone', 'Mars/Olympus']],
    [['--profile', '']],
    [['--profile']],
    [['--dev-url', 'http://example.org/']],
    [['--dev-url', 'http://127.0.0.1.evil.test:5173/']],
    [['--dev-url', 'http://user@127.0.0.1:5173/']],
    [['--dev-url', 'https://127.0.0.1:5173/']],
    [['--dev-url', 'http://127.0.0.1:5173/x']],
    [['--dev-url', 'x']],
    [['--frobnicate']],
    [['here']],
  ])('refuses %j with a sentence', (args) => {
    expect(() => parse(...args)).toThrow(OptionError);
    expect(() => parse(...args)).toThrow(/ /);
  });
});
