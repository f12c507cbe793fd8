// npm run screens -- --out DIR: a picture of every screen in every state, theme and width, from the same data each time.
// --only NAME keeps those whose names begin so, --act NAME plays one act alone; --readme writes the picture the README shows
// as well.
import { mkdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { browserFlags } from '#bench/browser.ts';
import { findChromium } from '#scripts/programs.ts';
import { looks, play, putOn } from '../support/play.ts';
import { acts } from '../support/scenes.ts';

const { values } = parseArgs({
  options: {
    out: { type: 'string', default: 'screens' },
    only: { type: 'string', default: '' },
    act: { type: 'string' },
    readme: { type: 'boolean', default: false },
  },
});
const out = resolve(process.env['INIT_CWD'] ?? '.', values.out);
const readme = fileURLToPath(new URL('../../docs/pictures/today.png', import.meta.url));
mkdirSync(out, { recursive: true });

const executablePath = findChromium();
const browser = await chromium.launch({
  args: browserFlags,
  ...(executablePath === undefined ? {} : { executablePath }),
});
let count = 0;
try {
  for (const act of acts.filter(({ name }) => values.act === undefined || name === values.act)) {
    await play(browser, act, async (page, { name, about }) => {
      if (!name.startsWith(values.only)) return;
      for (const look of looks) {
        await putOn(page, look);
        await about?.(page).evaluate((element) => element.scrollIntoView({ block: 'center' }));
        // Layout that follows the size, and pictures and typefaces that come late.
        await page.waitForTimeout(150);
        const path = join(out, `${name}-${look.theme}-${look.width}.png`);
        // Settings are the one page that is read from top to bottom: a window as high as the page.
        if (name.startsWith('settings-') && name !== 'settings-choice') {
          const height = await page.evaluate(() => document.documentElement.scrollHeight);
          await page.setViewportSize({ width: look.width, height });
        }
        await page.screenshot({ path });
        count += 1;
      }
      if (!values.readme || name !== 'today-full') return;
      await putOn(page, { theme: 'light', width: 1280 });
      mkdirSync(join(readme, '..'), { recursive: true });
      await page.screenshot({ path: readme });
      process.stdout.write(`${readme}: ${Math.round(statSync(readme).size / 1000)} kB\n`);
    });
  }
} finally {
  await browser.close();
}
process.stdout.write(`${count} pictures in ${out}\n`);
