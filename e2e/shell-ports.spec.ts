import { expect } from '@playwright/test';
import { test } from './electron/start-shell.ts';

const sample = { name: 'Open the sample course' } as const;

test('a page that loads again and again while there is no service gets one port when there is one', async ({
  desk,
}) => {
  const shell = await desk.start();
  const page = await desk.page();
  await expect(page.getByRole('button', sample)).toBeVisible();
  const services = async () => (await shell.act('state')).record.forks;
  for (let n = 1; n <= 3; n += 1) {
    await expect.poll(async () => (await services()).length).toBe(n);
    await expect.poll(async () => (await services()).at(-1)?.pid).toBeDefined();
    await shell.act('crashService');
  }
  await expect.poll(async () => (await shell.act('state')).record.dialogs.length).toBe(1);
  for (let n = 0; n < 3; n += 1) {
    await page.reload();
    await expect(page.locator('#root > *').first()).toBeAttached();
  }
  await shell.act('answer', 0);
  await expect(page.getByRole('button', sample)).toBeVisible();
  const last = (await services()).at(-1)?.pid;
  const { told } = (await shell.act('state')).record;
  const connects = told.filter(
    ({ pid, message }) => pid === last && JSON.stringify(message).includes('connect'),
  );
  expect(connects).toHaveLength(1);
});

test('a page whose process ends is loaded again, and a person is asked when that goes on', async ({
  desk,
}) => {
  const shell = await desk.start();
  const page = await desk.page();
  for (let n = 1; n <= 3; n += 1) {
    await expect(page.getByRole('button', sample)).toBeVisible();
    await shell.act('crashPage');
  }
  await expect.poll(async () => (await shell.act('state')).record.dialogs.length).toBe(1);
  expect((await shell.act('state')).record.dialogs[0]).toMatchObject({
    message: 'The window of Americano has failed several times in a row (code 5).',
  });
  await expect(page.getByRole('button', sample)).toBeHidden();
  await shell.act('answer', 0);
  await expect(page.getByRole('button', sample)).toBeVisible();
  // The service was never touched.
  expect((await shell.act('state')).record.forks).toHaveLength(1);
});
