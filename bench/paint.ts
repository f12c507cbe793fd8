import { chromium } from '@playwright/test';
import { findChromium } from '#scripts/programs.ts';
import { latency, type Bench } from './bench.ts';
import { browserFlags, startHostProcess } from './browser.ts';
import { benchProfile } from './profile.ts';

const answers = 200;
declare global {
  interface Window {
    /** Milliseconds from each answer key to the frame after the next card stood in the document. */
    paints: number[];
  }
}

/**
 * From the key event of an answer to the frame after the next question is in the card frame's document. Measured in
 * the page by its own clock: the frame callback after the mutation, then one more task, is when the paint is handed over.
 */
const watchPaints = (): void => {
  window.paints = [];
  const frame = document.querySelector('iframe');
  const body = frame?.contentDocument?.body;
  if (!body) throw new Error('no card frame');
  let keyAt: number | undefined;
  window.addEventListener(
    'keydown',
    (event) => {
      if (/^[1-4]$/.test(event.key)) keyAt = event.timeStamp;
    },
    { capture: true },
  );
  new MutationObserver(() => {
    if (keyAt === undefined) return;
    const start = keyAt;
    keyAt = undefined;
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.addEventListener('message', () => window.paints.push(performance.now() - start));
      port1.start();
      port2.postMessage(0);
    });
  }).observe(body, { childList: true, subtree: true, characterData: true });
};

/** Answer key → next card painted, in Chromium, with a large store behind it. */
export const paintBench: Bench = async (options) => {
  const { folder, remove } = await benchProfile(options);
  const host = await startHostProcess(folder);
  const executablePath = findChromium();
  const browser = await chromium.launch({
    args: browserFlags,
    ...(executablePath === undefined ? {} : { executablePath }),
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 860 } });
    await page.goto(host.address);
    await page.getByRole('heading', { name: /next seven days/i }).waitFor();
    await page.keyboard.press('s');
    await page.locator('iframe').waitFor();
    await page.waitForTimeout(1000);
    await page.evaluate(watchPaints);
    const rounds = options.rounds || answers;
    for (let index = 0; index < rounds; index += 1) {
      await page.keyboard.press('Space');
      await page.waitForTimeout(60);
      await page.keyboard.press(String(2 + (index % 3)));
      await page.waitForFunction((count) => window.paints.length > count, index, { polling: 20 });
    }
    const samples = await page.evaluate(() => window.paints);
    return [{ what: 'answer key → next card painted', ...latency(samples), bar: 'p95 < 50 ms' }];
  } finally {
    await browser.close();
    await host.stop();
    remove();
  }
};
