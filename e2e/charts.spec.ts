import { expect } from '@playwright/test';
import { fillProfile, moment } from './support/fill-profile.ts';
import { test } from './support/desk.ts';

test.use({ locale: 'en-GB', timezoneId: moment.zone, permissions: ['clipboard-read', 'clipboard-write'] });

test('a chart is copied as a picture that shows its bars, and as the same numbers', async ({
  page,
  desk,
  problems,
}) => {
  await fillProfile(desk.profile);
  const { address } = await desk.start(moment);
  await page.clock.setFixedTime(moment.now);
  await page.goto(address);
  const chart = page.getByRole('figure').first();
  const colourOfBars = (): Promise<string | undefined> =>
    chart
      .locator('svg[role="img"] rect')
      .evaluateAll((bars) =>
        bars.map((one) => getComputedStyle(one).fill).find((fill) => fill.startsWith('oklch')),
      );
  await expect.poll(colourOfBars).toBeDefined();
  const bar = await colourOfBars();
  await chart.getByRole('button', { name: 'Copy as a picture' }).click();
  await expect(page.getByText('Copied.').first()).toBeVisible();
  // How many points of the picture have the colour of the bars: none where style sheets did not come along.
  const { width, height, coloured } = await page.evaluate(async (colour) => {
    const [item] = await navigator.clipboard.read();
    if (item === undefined) throw new Error('nothing was copied');
    const image = await createImageBitmap(await item.getType('image/png'));
    const context = new OffscreenCanvas(image.width, image.height).getContext('2d');
    if (context === null) throw new Error('no canvas');
    context.fillStyle = colour;
    context.fillRect(0, 0, 1, 1);
    const sought = context.getImageData(0, 0, 1, 1).data;
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, image.width, image.height);
    let found = 0;
    for (let at = 0; at < data.length; at += 4) {
      if ([0, 1, 2].every((part) => Math.abs((data[at + part] ?? 0) - (sought[part] ?? 0)) < 4)) found += 1;
    }
    return { width: image.width, height: image.height, coloured: found };
  }, bar ?? '');
  expect(width).toBeGreaterThan(400);
  expect(height).toBeGreaterThan(300);
  expect(coloured).toBeGreaterThan(500);

  await chart.getByRole('button', { name: 'Show as a table' }).click();
  await chart.getByRole('button', { name: 'Copy as CSV' }).click();
  await expect
    .poll(() => page.evaluate(() => navigator.clipboard.readText()))
    .toMatch(/^[^\n]+,[^\n]+\r\nToday,\d+\r\n/);
  expect(problems).toEqual([]);
});
