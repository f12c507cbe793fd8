import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import '#renderer/transport/shell-bridge.ts';
import { managedBy, writeReleased } from './electron/mutants.ts';
import { test, type ShellDesk } from './electron/start-shell.ts';

test.describe('updates', () => {
  const settings = async (desk: ShellDesk): Promise<Page> => {
    const page = await desk.page();
    await page.getByRole('button', { name: 'Open the sample course' }).click();
    await expect(page.getByRole('heading', { name: /next seven days/i })).toBeVisible();
    await page.evaluate(() => void (location.hash = '/settings'));
    await expect(page.getByRole('region', { name: 'Managed by your organisation' })).toContainText(/\./);
    return page;
  };
  const panel = (page: Page) => page.getByRole('region', { name: 'Updates', exact: true });
  const chosen = (desk: ShellDesk): unknown => {
    const file = join(desk.files, 'americano', 'updates.json');
    return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
  };

  test('are chosen by the owner where the program can replace itself, and chosen back', async ({ desk }) => {
    const main = writeReleased(managedBy(desk.files, {}));
    const shell = await desk.start({ main, installed: 'for one' });
    const page = await settings(desk);
    const choice = panel(page).getByRole('button', { name: 'New versions of Americano' });
    await expect(choice).toContainText('Do not look');
    await choice.click();
    await page.getByRole('option', { name: 'Tell me' }).click();
    await expect(choice).toContainText('Tell me');
    await expect(panel(page)).toContainText('Once a day');
    expect(chosen(desk)).toEqual({ mode: 'notify' });
    await page.getByRole('button', { name: 'Undo' }).last().click();
    await expect(choice).toContainText('Do not look');
    expect(chosen(desk)).toEqual({ mode: 'off' });
    expect(desk.problems).toEqual([]);
    await choice.click();
    await page.getByRole('option', { name: 'Install them' }).click();
    await expect(choice).toContainText('Install them');
    await shell.act('quit');
    await shell.ended;
    await desk.start({ main, installed: 'for one' });
    const again = await desk.page();
    await again.evaluate(() => void (location.hash = '/settings'));
    await expect(panel(again)).toContainText('Install them');
  });

  test('are no choice where the institution has made it, and say so', async ({ desk }) => {
    await desk.start({
      main: writeReleased(managedBy(desk.files, { UpdateMode: 'notify' })),
      installed: 'for one',
    });
    const page = await settings(desk);
    const locked = panel(page).getByRole('button', { name: 'New versions of Americano Tell me' });
    await locked.focus();
    await expect(locked).toBeFocused();
    await expect(locked).toHaveAttribute('aria-disabled', 'true');
    await expect(locked).toHaveAccessibleDescription(/Set by your organisation in .*school\.json/);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('option')).toHaveCount(0);
    const forced = await page.evaluate(() => window.americanoShell?.chooseUpdates('off'));
    expect(forced).toMatchObject({ mode: 'notify' });
    expect(chosen(desk)).toBeUndefined();
  });

  test('are not spoken of where somebody else replaces the program', async ({ desk }) => {
    await desk.start({ main: writeReleased(managedBy(desk.files, {})), installed: 'for all' });
    const page = await settings(desk);
    expect(await page.evaluate(() => window.americanoShell?.chooseUpdates('automatic'))).toBeFalsy();
    await expect(panel(page)).toHaveCount(0);
    expect(chosen(desk)).toBeUndefined();
  });
});
