import { describe, expect, it } from 'vitest';
import { BadConfig, readConfig } from './read-config.ts';
import { tokenKeysOf, withNewKey } from './token-keys-of.ts';

const problemsOf = (env: Record<string, string>): readonly string[] => {
  try {
    readConfig(env);
    return [];
  } catch (error) {
    return error instanceof BadConfig ? error.problems : [String(error)];
  }
};
const local = { AMERICANO_SERVER_FOLDER: '/srv/americano' };
const shared = {
  DATABASE_URL: 'postgres://server@127.0.0.1/americano',
  AMERICANO_SERVER_KEYS: withNewKey(null),
};

describe('the environment', () => {
  it.each([
    ['for a class', local, 'embedded'],
    ['for an institution', shared, 'production'],
    ['with Redis', { ...shared, REDIS_URL: 'redis://127.0.0.1' }, 'production'],
    ['with an empty variable, which is none', { ...local, REDIS_URL: '' }, 'embedded'],
  ])('%s is complete', (_what, env, mode) => {
    expect(readConfig({ PATH: '/bin', ...env })).toMatchObject({
      mode,
      port: 8787,
      host: '127.0.0.1',
      isOpen: false,
    });
  });

  it.each([
    ['nothing', {}, /^set DATABASE_URL, or AMERICANO_SERVER_FOLDER/],
    [
      'Redis without PostgreSQL',
      { ...local, REDIS_URL: 'redis://x' },
      /^REDIS_URL is set and DATABASE_URL is not/,
    ],
    [
      'an owner without a server',
      { ...local, MIGRATION_DATABASE_URL: shared.DATABASE_URL },
      /^MIGRATION_DATABASE_URL is set/,
    ],
    ['both databases', { ...shared, ...local }, /which database is meant/],
    ['no keys', { DATABASE_URL: shared.DATABASE_URL }, /^AMERICANO_SERVER_KEYS is missing/],
    [
      'a setting that is none',
      { ...local, AMERICANO_SERVER_PROT: '1' },
      /^AMERICANO_SERVER_PROT: there is no such/,
    ],
    ['a port that is none', { ...local, AMERICANO_SERVER_PORT: '99999' }, /^AMERICANO_SERVER_PORT: /],
    ['half a certificate', { ...local, AMERICANO_SERVER_CERT: '/c' }, /go together$/],
    [
      'plain text to elsewhere',
      { ...shared, DATABASE_URL: 'postgres://a@db.example/x' },
      /^DATABASE_URL: .*verify-full/,
    ],
    [
      'half-hearted TLS',
      { ...shared, DATABASE_URL: 'postgres://a@db.example/x?sslmode=require' },
      /verify-full/,
    ],
    [
      'another kind of database',
      { ...shared, DATABASE_URL: 'mysql://127.0.0.1/x' },
      /^DATABASE_URL: not a URL of PostgreSQL/,
    ],
  ])('with %s is refused, in a sentence', (_what, env, sentence) => {
    expect(problemsOf(env)).toEqual([expect.stringMatching(sentence)]);
  });

  it('may say that plain text is wanted, or that TLS is verified', () => {
    const DATABASE_URL = 'postgres://a@db.example/x';
    expect(problemsOf({ ...shared, DATABASE_URL, AMERICANO_SERVER_PLAINTEXT_DATABASE: '1' })).toEqual([]);
    expect(problemsOf({ ...shared, DATABASE_URL: `${DATABASE_URL}?sslmode=verify-full` })).toEqual([]);
  });
});

describe('keys of tokens', () => {
  it('change without a pause: the new one signs, the one before is still accepted', () => {
    const one = withNewKey(null);
    const two = withNewKey(one);
    const three = withNewKey(two);
    expect(tokenKeysOf(two).map(({ id }) => id)).toEqual([
      expect.stringMatching(/^k/),
      tokenKeysOf(one)[0].id,
    ]);
    expect(tokenKeysOf(three)).toHaveLength(2);
    expect(tokenKeysOf(three)[1]).toEqual(tokenKeysOf(two)[0]);
    expect(tokenKeysOf(one)[0].secret).toHaveLength(32);
  });

  it.each(['', 'k1', 'k1:short', `${withNewKey(null)},`])('%j is refused', (text) => {
    expect(() => tokenKeysOf(text)).toThrow(BadConfig);
  });

  it('of one id are refused', () => {
    const one = withNewKey(null);
    expect(() => tokenKeysOf(`${one},${one}`)).toThrow(/two keys have one id/);
  });
});
