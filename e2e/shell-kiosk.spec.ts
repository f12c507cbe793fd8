import { expect } from '@playwright/test';
import { managedBy } from './electron/mutants.ts';
import { test } from './electron/start-shell.ts';

const sample = { name: 'Open the sample course' } as const;

test.describe('a kiosk', () => {
  test('is left by no menu, tray, link or key of the program', async ({ desk }) => {
    const shell = await desk.start({ main: managedBy(desk.files, { Kiosk: true }) });
    const page = await desk.page();
    await expect(page.getByRole('button', sample)).toBeVisible();
    expect(await shell.act('openWindow', 'https://example.org/')).toBe('deny');
    // Everything that could end it, or show more than the program, has a label of its own or is a role.
    expect(await shell.act('entries')).toEqual(
      expect.arrayContaining(['Edit', 'Go', 'View', 'Today', 'copy', 'paste']),
    );
    for (const entry of ['File', 'quit', 'close', 'appMenu', 'togglefullscreen', 'toggleDevTools', 'reload'])
      expect(await shell.act('entries')).not.toContain(entry);
    // As by Alt+F4.
    await shell.act('closeWindow');
    const { windows, record } = await shell.act('state');
    expect(windows).toHaveLength(1);
    expect(record).toMatchObject({ external: [], openedPaths: [], trays: [] });
    await expect(page.getByRole('button', sample)).toBeVisible();
    // The end of the session of the system ends it.
    await shell.act('quit').catch(() => undefined);
    expect(await shell.ended).toBe(0);
  });

  test('whose service is lost offers to try again, and nothing else', async ({ desk }) => {
    const shell = await desk.start({ main: managedBy(desk.files, { Kiosk: true }) });
    await expect((await desk.page()).getByRole('button', sample)).toBeVisible();
    for (let n = 1; n <= 3; n += 1) {
      await expect.poll(async () => (await shell.act('state')).record.forks.length).toBe(n);
      await expect.poll(async () => (await shell.act('state')).record.forks.at(-1)?.pid).toBeDefined();
      await shell.act('crashService');
    }
    await expect.poll(async () => (await shell.act('state')).record.dialogs.length).toBe(1);
    expect((await shell.act('state')).record.dialogs[0]).toMatchObject({
      buttons: ['Try Again'],
      cancelId: 0,
    });
  });
});

test('a link that the program is started for, and that comes before it is ready, leads to its place', async ({
  desk,
}) => {
  await desk.start({ args: ['--fake-first-link=americano://settings'] });
  const page = await desk.page();
  await expect(page.getByRole('heading', { name: 'Settings', level: 1 })).toBeVisible();
});
