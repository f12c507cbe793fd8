import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron, expect, test, type ElectronApplication } from '@playwright/test';
import { findElectron } from '#scripts/programs.ts';
import { answerByKeys } from './support/study-page.ts';
import { countReviews } from './support/count-reviews.ts';

/*
 * The shell under Electron itself, where its binary is. What the fake of Electron is asked in shell-life.spec.ts and
 * shell-security.spec.ts is asked here of the real one; `npm test` says when there is none.
 */
const executablePath = findElectron();
const root = fileURLToPath(new URL('../', import.meta.url));

const launch = (profile: string, home: string, ...args: string[]): Promise<ElectronApplication> =>
  _electron.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: [root, '--profile', profile, ...args],
    env: { ...process.env, XDG_DATA_HOME: home },
  });

if (executablePath !== undefined) {
  test.describe('under Electron itself', () => {
    let home: string;
    let profile: string;

    test.beforeEach(() => {
      home = mkdtempSync(join(tmpdir(), 'americano-electron-'));
      profile = join(home, 'profiles', 'student');
    });
    test.afterEach(() => rmSync(home, { recursive: true, force: true }));

    test('the page gets its port, studies, and goes on after the service was killed', async () => {
      const app = await launch(profile, home);
      const page = await app.firstWindow();
      await page.getByRole('button', { name: 'Open the sample course' }).click();
      await page.evaluate(() => void (location.hash = '/study'));
      await answerByKeys(page, '3');
      expect(countReviews(profile)).toBe(1);
      await app.evaluate(({ app: electron }) => {
        const service = electron.getAppMetrics().find(({ name }) => name === 'Americano service');
        if (service !== undefined) process.kill(service.pid, 'SIGKILL');
      });
      await answerByKeys(page, '3');
      expect(countReviews(profile)).toBe(2);
      await app.close();
    });

    test('the page has neither Node nor permissions', async () => {
      const app = await launch(profile, home);
      const page = await app.firstWindow();
      expect(await page.evaluate(() => ['require', 'process'].filter((name) => name in window))).toEqual([]);
      expect(page.url()).toBe('app://americano/index.html');
      const granted = await page.evaluate(async () => (await Notification.requestPermission()) === 'granted');
      expect(granted).toBe(false);
      await app.close();
    });

    test('a link that the program is started with leads to its place', async () => {
      const app = await launch(profile, home, 'americano://settings');
      const page = await app.firstWindow();
      await expect(page.getByRole('heading', { name: 'Settings', level: 1 })).toBeVisible();
      await app.close();
    });
  });
}
