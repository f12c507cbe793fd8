import { chromium } from '@playwright/test';
import { findChromium } from '#scripts/programs.ts';
import { latency, rounded, quantile, type Bench } from './bench.ts';
import { browserFlags, startHostProcess } from './browser.ts';
import { benchProfile, temporaryFolder } from './profile.ts';

const rounds = 20;

/**
 * From nothing to a Today whose button can be pressed: the service and the browser start at once, as a double click does
 * it; the browser's own profile is warm. Beside it, the browser alone with an empty page.
 */
export const coldStartBench: Bench = async (options) => {
  const { folder, remove } = await benchProfile(options);
  const browserProfile = temporaryFolder();
  const executablePath = findChromium();
  const launch = () =>
    chromium.launchPersistentContext(browserProfile.folder, {
      args: browserFlags,
      viewport: { width: 1280, height: 860 },
      ...(executablePath === undefined ? {} : { executablePath }),
    });

  const emptyPage = async (): Promise<number> => {
    const start = performance.now();
    const context = await launch();
    const page = context.pages()[0] ?? (await context.newPage());
    await page.goto('about:blank');
    const ms = performance.now() - start;
    await context.close();
    return ms;
  };

  const interactiveToday = async (): Promise<number> => {
    const start = performance.now();
    // As launching does: the browser is opened on the address as soon as the service has one.
    const host = await startHostProcess(folder);
    const context = await launch();
    const page = context.pages()[0] ?? (await context.newPage());
    await page.goto(host.address);
    await page.getByRole('heading', { name: /next seven days/i }).waitFor();
    await page.getByRole('main').getByText(/study/i).first().click({ trial: true });
    const ms = performance.now() - start;
    await context.close();
    await host.stop();
    return ms;
  };

  try {
    await interactiveToday();
    const pairs: { empty: number; today: number }[] = [];
    for (let round = 0; round < (options.rounds || rounds); round += 1) {
      pairs.push({ empty: await emptyPage(), today: await interactiveToday() });
    }
    return [
      { what: 'browser with an empty page', ...latency(pairs.map((pair) => pair.empty)), bar: 'peer' },
      {
        what: 'start → interactive Today',
        ...latency(pairs.map((pair) => pair.today)),
        bar: 'p50 < 1200 ms',
      },
      {
        what: 'beyond the browser (p50 of pairs)',
        p50: rounded(
          quantile(
            pairs.map((pair) => pair.today - pair.empty),
            0.5,
          ),
        ),
        bar: '',
      },
    ];
  } finally {
    browserProfile.remove();
    remove();
  }
};
