import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { test } from './electron/start-shell.ts';

test.describe('the program as a browser host', () => {
  test('ends with a code when what it was asked is done, for tools that roll out', async ({ desk }) => {
    const code = async (...args: string[]) => (await desk.start({ args: ['--browser-host', ...args] })).ended;
    expect(await code('--help')).toBe(0);
    expect(await code('--verify')).toBe(1);
    expect(await code('--rollback-store', '--no-open')).toBe(1);
    expect(await code('--frobnicate')).toBe(2);
    expect(existsSync(join(desk.profile, 'americano.sqlite'))).toBe(false);
  });
});
