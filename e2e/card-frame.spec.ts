import { expect, type Page, type Request } from '@playwright/test';
import { callCli } from './support/call-cli.ts';
import { test } from './support/desk.ts';
import { hostileHtml, writeHostilePackage } from './support/hostile-package.ts';
import { startOtherServer, type OtherServer } from './support/other-server.ts';
import { cardIn, showButton } from './support/study-page.ts';

declare global {
  interface Window {
    /** Set by whatever of a card has run. */
    ran?: string;
  }
}

/** Long enough for a refresh after 0 s, an error event or a fetch to happen. */
const graceMs = 400;

const ranIn = (page: Page): Promise<string | undefined> => page.evaluate(() => window.ran);
const cardAddress = (page: Page): Promise<string | undefined> =>
  page.evaluate(() => document.querySelector('iframe')?.contentWindow?.location.href);

/** Everything the browser asked for outside this origin and no policy stopped. */
const requestsBeyond = (page: Page, origin: string): string[] => {
  const urls: string[] = [];
  const note = (request: Request): void => {
    const url = request.url();
    const isOurs = url.startsWith(`${origin}/`) || url.startsWith(`blob:${origin}/`);
    if (!isOurs && request.failure()?.errorText !== 'csp') urls.push(url);
  };
  page.context().on('requestfinished', note).on('requestfailed', note);
  return urls;
};

test.describe('a hostile card', () => {
  let other: OtherServer;
  test.beforeEach(async () => {
    other = await startOtherServer('<script>parent.ran = "other"</script>');
  });
  test.afterEach(() => other.close());

  test('runs nothing, fetches nothing, goes nowhere, and the keys still work', async ({ desk, page }) => {
    const { address, origin } = await desk.start();
    const path = await writeHostilePackage(desk.files, other.origin);
    const beyond = requestsBeyond(page, origin);
    await page.goto(address);
    await page.getByRole('button', { name: 'Choose a package' }).waitFor();
    const preview = (await callCli(desk.profile, 'exchange.stage', { path })) as PreviewAnswer;
    await callCli(desk.profile, 'exchange.merge', { staging: stagingOf(preview) });
    await page.keyboard.press('s');
    await expect(cardIn(page).locator('#words')).toBeVisible();
    await expect(page.getByText(/^Question: Harmless words/)).toHaveText(/^((?!import).)*$/);

    await test.step('the frame has the one permission its keys need, and a policy of its own', async () => {
      const frame = page.locator('iframe');
      await expect(frame).toHaveAttribute('sandbox', 'allow-same-origin');
      expect(await frame.evaluate((element: HTMLIFrameElement) => element.sandbox.value)).toBe(
        'allow-same-origin',
      );
      const policy = await cardIn(page)
        .locator('meta[http-equiv="Content-Security-Policy"]')
        .getAttribute('content');
      expect(policy).toMatch(/^default-src 'none'; img-src blob: data:;/);
    });

    await test.step('of the card only harmless parts arrive', async () => {
      const left =
        'script, iframe, object, embed, meta, link, base, [action], [href], [src], [srcset], [poster]';
      await expect(cardIn(page).locator('#qa').locator(left)).toHaveCount(0);
      // Formulas are drawn, and nothing in them links or loads; what cannot be drawn is its source.
      await expect(cardIn(page).locator('[data-math]:not([data-drawn])')).toHaveCount(0);
      await expect(cardIn(page).locator('[data-drawn="yes"]').first()).toBeVisible();
      const handlers = await cardIn(page)
        .locator('#qa *')
        .evaluateAll((elements) =>
          elements.flatMap((element) => element.getAttributeNames().filter((name) => name.startsWith('on'))),
        );
      expect(handlers).toEqual([]);
    });

    const quiet = async (): Promise<void> => {
      await page.waitForTimeout(graceMs);
      expect(await ranIn(page)).toBeUndefined();
      expect(await cardAddress(page)).toBe('about:srcdoc');
      expect(page.url()).toBe(`${origin}/#/study`);
      expect(page.context().pages()).toHaveLength(1);
      expect(beyond).toEqual([]);
      expect(other.asked).toEqual([]);
    };
    await test.step('question', quiet);
    await test.step('links', async () => {
      for (const link of await cardIn(page).locator('#qa a').all()) await link.click();
      await quiet();
    });

    await test.step('Space, in the frame that has the focus, shows the answer; 3 answers', async () => {
      await cardIn(page).locator('#words').click();
      expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('IFRAME');
      await page.keyboard.press('Space');
      await expect(page.getByRole('button', { name: /^Good next in/ })).toBeVisible();
      await quiet();
      await page.keyboard.press('3');
      await expect(showButton(page)).toBeVisible();
    });

    await test.step('even past the cleaning, sandbox and policy hold', async () => {
      await page.evaluate((html) => {
        const inside = document.querySelector('iframe')?.contentDocument;
        const qa = inside?.getElementById('qa');
        if (inside === null || inside === undefined || qa === null || qa === undefined)
          throw new Error('There is no card.');
        qa.innerHTML = html;
        // Scripts set by innerHTML never run anywhere; one that is made and put in would.
        const script = inside.createElement('script');
        script.textContent = "parent.ran = 'made'";
        qa.append(script);
        const refresh = inside.createElement('meta');
        refresh.httpEquiv = 'refresh';
        refresh.content = qa.querySelector('meta')?.getAttribute('content') ?? '';
        inside.head.append(refresh);
      }, hostileHtml(other.origin));
      await cardIn(page).locator('#send').click();
      for (const id of ['code', 'away', 'top', 'tab'])
        await cardIn(page).locator(`#${id}`).dispatchEvent('click', { bubbles: false });
      await page.waitForTimeout(graceMs);
      expect(await ranIn(page)).toBeUndefined();
      expect(await cardAddress(page)).toBe('about:srcdoc');
      expect(beyond).toEqual([]);
      expect(other.asked).toEqual([]);
      expect(page.url()).toBe(`${origin}/#/study`);
      expect(page.context().pages()).toHaveLength(1);
    });
  });
});

type PreviewAnswer = { staging?: string; result?: { staging: string } };
const stagingOf = (answer: PreviewAnswer): string => answer.staging ?? answer.result?.staging ?? '';
