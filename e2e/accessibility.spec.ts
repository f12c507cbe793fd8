import { expect, test } from '@playwright/test';
import { axeViolations, overflow, smallTargets, walkByTab } from './support/audit.ts';
import { looks, play, putOn } from './support/play.ts';
import { acts } from './support/scenes.ts';

for (const act of acts) {
  test(`every screen of a ${act.name} is accessible, light and dark, wide and narrow`, async ({
    browser,
  }) => {
    test.setTimeout(300_000);
    const problems: string[] = [];
    await play(browser, act, async (page, scene) => {
      for (const look of looks) {
        await putOn(page, look);
        const found =
          look.theme === 'light'
            ? [
                ...(await axeViolations(page, 'everything')),
                ...(await smallTargets(page)),
                ...(await overflow(page)),
              ]
            : await axeViolations(page, 'colours');
        problems.push(...found.map((what) => `${scene.name} ${look.theme} ${look.width}: ${what}`));
      }
      await putOn(page, { theme: 'light', width: 1280 });
      const { missed, unseen, ended } = await walkByTab(page);
      problems.push(
        ...missed.map((what) => `${scene.name}: no Tab reaches ${what}`),
        ...unseen.map((what) => `${scene.name}: the focus cannot be seen on ${what}`),
        ...(ended ? [] : [`${scene.name}: Tab never comes round`]),
      );
      if (scene.closes !== 'escape') {
        await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
        return;
      }
      await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog')).toBeHidden();
      const keepsFocus = () => page.evaluate(() => document.activeElement !== document.body);
      await expect.poll(keepsFocus, `${scene.name}: Escape loses the focus`).toBe(true);
    });
    expect(problems).toEqual([]);
  });
}
