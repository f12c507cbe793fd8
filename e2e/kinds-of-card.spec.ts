import { expect, type Page } from '@playwright/test';
import { callCli } from './support/call-cli.ts';
import { test, type Desk } from './support/desk.ts';
import { writeKindsPackage } from './support/kinds-package.ts';
import { cardIn, showButton } from './support/study-page.ts';

type PreviewAnswer = { staging?: string; result?: { staging: string } };

/** Study, with cards of the chosen kinds, in their order. */
const study = async (desk: Desk, page: Page, ...kinds: string[]): Promise<void> => {
  const { address } = await desk.start();
  const path = await writeKindsPackage(desk.files, kinds);
  await page.goto(address);
  await page.getByRole('button', { name: 'Choose a package' }).waitFor();
  const preview = (await callCli(desk.profile, 'exchange.stage', { path })) as PreviewAnswer;
  await callCli(desk.profile, 'exchange.merge', {
    staging: preview.staging ?? preview.result?.staging ?? '',
  });
  await page.keyboard.press('s');
  await expect(showButton(page)).toBeVisible();
};

const reveal = async (page: Page): Promise<void> => {
  await page.keyboard.press('Space');
  await expect(page.getByRole('button', { name: /^Good next in/ })).toBeVisible();
};
const next = async (page: Page): Promise<void> => {
  await page.keyboard.press('4');
  await expect(showButton(page)).toBeVisible();
};
const scriptsIn = (page: Page): Promise<number> =>
  cardIn(page)
    .locator('html')
    .evaluate((root) => root.querySelectorAll('script, [onclick], [onerror], [href]').length);

test('formulas are drawn without a script, with their own fonts, and an error shows its source', async ({
  desk,
  page,
}) => {
  await study(desk, page, 'formula');
  const card = cardIn(page);
  await expect(card.locator('.katex-html')).toHaveCount(2);
  await expect(card.locator('math')).toHaveCount(2);
  await expect(card.locator('.katex-display')).toHaveCount(1);
  // Fonts come after the text they draw.
  await expect
    .poll(() =>
      card.locator('html').evaluate((root) =>
        [...root.ownerDocument.fonts]
          .filter((font) => font.status === 'loaded')
          .map((font) => font.family)
          .join(),
      ),
    )
    .toContain('KaTeX_Main');
  expect(await scriptsIn(page)).toBe(0);
  await reveal(page);
  await expect(card.locator('[data-drawn="yes"]')).toHaveCount(3);
  await expect(card.locator('[data-drawn="no"]')).toHaveText('\\(\\frac{1\\)');
});

test('an answer is typed, Enter reveals it with its difference, and then the ratings are keys', async ({
  desk,
  page,
}) => {
  await study(desk, page, 'typed', 'hinted');
  const card = cardIn(page);
  const field = card.getByRole('textbox', { name: 'Type the answer' });
  await expect(field).toBeFocused();
  // 1–4, letters of actions and Space are text here.
  await page.keyboard.type('1i4 -@');
  await expect(field).toHaveValue('1i4 -@');
  await page.keyboard.press('Control+a');
  await page.keyboard.type('Synaptik cleft');
  await expect(showButton(page)).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: /^Good next in/ })).toBeVisible();
  await expect(card.locator('.type-answer')).toHaveCount(1);
  await expect(card.locator('.typeBad')).toHaveText('k');
  await expect(card.locator('.typeMissed')).toHaveText('c');
  await expect(card.getByText('Not quite')).toBeVisible();
  await next(page);
  await test.step('a hint opens by key and by click, and its keys answer nothing', async () => {
    const hint = card.getByText('Back', { exact: true });
    await expect(card.locator('details.hint[open]')).toHaveCount(0);
    await hint.focus();
    await page.keyboard.press('Space');
    await expect(card.locator('details.hint[open]')).toContainText('The mitral valve');
    await expect(showButton(page)).toBeVisible();
    // After a click, Space is the answer's again.
    await hint.click();
    await hint.click();
    await expect(card.locator('details.hint[open]')).toHaveCount(1);
    await reveal(page);
  });
});

test('sounds of a side play in order; 5 pauses, R plays them again', async ({ desk, page }) => {
  await study(desk, page, 'hinted', 'sounds');
  const card = cardIn(page);
  await reveal(page);
  // Which of them play, and which have ended, is heard on the way down.
  await page.evaluate(() => {
    const heard: string[] = [];
    (window as unknown as { heard: string[] }).heard = heard;
    const inside = document.querySelector('iframe')?.contentDocument;
    for (const kind of ['play', 'ended', 'pause'])
      inside?.addEventListener(
        kind,
        (event) => heard.push(`${kind} ${(event.target as HTMLElement).dataset['media'] ?? ''}`),
        { capture: true },
      );
  });
  const heard = () =>
    page.evaluate(() =>
      (window as unknown as { heard: string[] }).heard.filter((entry) => !entry.startsWith('pause')),
    );
  await next(page);
  await expect
    .poll(heard)
    .toEqual(['play first.wav', 'ended first.wav', 'play second.wav', 'ended second.wav']);
  await page.keyboard.press('r');
  await expect.poll(async () => (await heard()).length).toBe(5);
  await page.keyboard.press('5');
  const paused = () =>
    card
      .locator('audio')
      .first()
      .evaluate((element: HTMLAudioElement) => element.paused);
  await expect.poll(paused).toBe(true);
  await page.keyboard.press('5');
  await expect.poll(async () => (await heard()).slice(5)).toContain('ended second.wav');
  await page.keyboard.press('Space');
  // The back repeats the front; its own sound alone plays.
  await expect.poll(async () => (await heard()).at(-1)).toBe('ended third.wav');
  expect((await heard()).filter((entry) => entry === 'ended first.wav')).toHaveLength(2);
});

test('a recording of 40 MB plays from its middle, as a blob', async ({ desk, page }) => {
  test.slow();
  await study(desk, page, 'film');
  const audio = cardIn(page).locator('audio');
  await expect(audio).toHaveAttribute('src', /^blob:/, { timeout: 20_000 });
  // Timers of the frame itself never run: it has no scripts.
  const at = await page.evaluate(async () => {
    const element = document.querySelector('iframe')?.contentDocument?.querySelector('audio');
    if (element === null || element === undefined) throw new Error('There is no sound.');
    element.muted = true;
    element.currentTime = 2000;
    void element.play();
    await new Promise((resolve) => setTimeout(resolve, 1000));
    return [element.duration, element.currentTime];
  });
  expect(at[0]).toBeCloseTo(2500, 0);
  expect(at[1]).toBeGreaterThan(2000.2);
});

test('masks of an occlusion note lie on their picture, and come off', async ({ desk, page }) => {
  await study(desk, page, 'masks', 'one');
  const card = cardIn(page);
  const layer = card.locator('svg.masks');
  await expect(layer.locator('[data-kind]')).toHaveCount(3);
  await expect(layer.locator('text')).toHaveText('Heart: front');
  await expect(layer.locator('rect[data-kind="active"]')).toHaveAttribute('fill', '#ff8e8e');
  const [mask, image] = await Promise.all([
    layer.locator('rect[data-kind="active"]').boundingBox(),
    card.locator('img').boundingBox(),
  ]);
  if (mask === null || image === null) throw new Error('There is no mask on a picture.');
  expect(Math.abs((mask.x - image.x) / image.width - 0.1)).toBeLessThan(0.01);
  expect(Math.abs((mask.y - image.y) / image.height - 0.15)).toBeLessThan(0.01);
  expect(Math.abs(mask.width / image.width - 0.25)).toBeLessThan(0.01);
  // Nothing is missing without the script of this note type.
  await expect(card.locator('#notes')).toBeEmpty();
  await reveal(page);
  await expect(layer.locator('[data-kind="active"]')).toHaveCount(0);
  await expect(layer.locator('[data-kind="highlight"]')).toHaveAttribute('fill', '#ff8e8e00');
  await expect(layer.locator('[data-kind="inactive"]')).toHaveCount(2);
  await card.getByRole('button', { name: 'Toggle Masks' }).click();
  await expect(layer).toBeHidden();
  await next(page);
  await expect(layer.locator('[data-kind]')).toHaveCount(1);
  await expect(layer.locator('rect')).toHaveAttribute('transform', /^rotate\(20 /);
});

test('readings stand above their words; where there is no voice a quiet line says so', async ({
  desk,
  page,
}) => {
  await study(desk, page, 'reading', 'spoken');
  const card = cardIn(page);
  await expect(card.locator('#qa')).toHaveText('心臓は左にある');
  await reveal(page);
  await expect(card.locator('rt')).toHaveText(['しんぞう', 'ひだり']);
  await next(page);
  await expect(card.getByText('(this computer has no voice for en-GB)')).toBeVisible();
});

test('readable colours win over the author; a dropped script and LaTeX without a picture are told', async ({
  desk,
  page,
}) => {
  await study(desk, page, 'coloured', 'latex');
  const card = cardIn(page);
  const ink = () => card.locator('#words').evaluate((element) => getComputedStyle(element).color);
  const ground = () => card.locator('body').evaluate((element) => getComputedStyle(element).backgroundColor);
  expect(await ink()).toBe('rgb(255, 239, 159)');
  await card.getByText('A script on this card was left out').click();
  await expect(card.getByText(/run nothing/)).toBeVisible();
  await callCli(desk.profile, 'settings.change', { values: { 'appearance.readableColours': true } });
  await expect.poll(ink).not.toBe('rgb(255, 239, 159)');
  expect(await ground()).toBe('rgba(0, 0, 0, 0)');
  await reveal(page);
  await next(page);
  await expect(card.locator('img.latex')).toHaveCount(1);
  await expect(card.locator('img.latex')).toHaveAttribute('src', /^blob:/);
  await expect(card.locator('.latex .katex')).toHaveCount(1);
});
