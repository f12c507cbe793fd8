import type { Browser, Page } from '@playwright/test';
import { setUpDesk } from './desk.ts';
import { moment } from './fill-profile.ts';
import type { Act, Scene } from './stage.ts';
import { putWire } from './wire.ts';

export const themes = ['light', 'dark'] as const;
export const widths = [1280, 320] as const;
export type Look = { theme: (typeof themes)[number]; width: (typeof widths)[number] };

/** Every theme at every width. */
export const looks: readonly Look[] = widths.flatMap((width) => themes.map((theme) => ({ theme, width })));

export const putOn = async (page: Page, { theme, width }: Look): Promise<void> => {
  await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
  await page.setViewportSize({ width, height: width === 320 ? 640 : 860 });
};

/** Plays an act on a service and a page of its own; `onScene` is called when a scene stands. */
export const play = async (
  browser: Browser,
  act: Act,
  onScene: (page: Page, scene: Scene) => Promise<void>,
): Promise<void> => {
  const { desk, clear } = setUpDesk();
  try {
    await act.fill?.(desk.profile);
    const { address } = await desk.start(moment);
    const page = await browser.newPage({ locale: 'en-GB', timezoneId: moment.zone });
    try {
      await page.clock.setFixedTime(moment.now);
      const wire = await putWire(page);
      await putOn(page, { theme: 'light', width: 1280 });
      await page.goto(address);
      for (const scene of act.scenes) {
        await scene.show({ page, desk, wire });
        await onScene(page, scene);
        await putOn(page, { theme: 'light', width: 1280 });
        if (scene.closes === 'escape') await page.keyboard.press('Escape');
      }
    } finally {
      await page.close();
    }
  } finally {
    await clear();
  }
};
