import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { countReviews } from './support/count-reviews.ts';
import { writeStudyPackage } from './support/study-package.ts';
import { answerByKeys, showButton } from './support/study-page.ts';
import { managedBy } from './electron/mutants.ts';
import { test, type Shell, type ShellDesk } from './electron/start-shell.ts';

const firstRun = (page: Page) => page.getByRole('button', { name: 'Open the sample course' });
const withCourse = async (desk: ShellDesk): Promise<{ shell: Shell; page: Page }> => {
  const shell = await desk.start();
  const page = await desk.page();
  await firstRun(page).click();
  await expect(page.getByRole('heading', { name: /next seven days/i })).toBeVisible();
  return { shell, page };
};
const study = async (page: Page, answers: number): Promise<void> => {
  await page.evaluate(() => void (location.hash = '/study'));
  for (let n = 0; n < answers; n += 1) await answerByKeys(page, '3');
};
const isAlive = (pid: number | undefined): boolean => {
  try {
    return pid !== undefined && process.kill(pid, 0);
  } catch {
    return false;
  }
};
const servicePid = async (shell: Shell): Promise<number | undefined> => {
  const { record } = await shell.act('state');
  return record.forks.at(-1)?.pid;
};
const importDialog = (page: Page) => page.getByRole('dialog', { name: 'Import an Anki package' });

test.describe('a page', () => {
  test('gets a port to the service, and none of its requests goes through main', async ({ desk }) => {
    const { shell, page } = await withCourse(desk);
    await study(page, 3);
    expect(countReviews(desk.profile)).toBe(3);
    const { windows, record } = await shell.act('state');
    expect(windows).toHaveLength(1);
    expect(windows[0]?.isShown).toBe(true);
    expect(record.forks).toHaveLength(1);
    expect(desk.problems).toEqual([]);
  });

  test('that loads again gets another port and is where it was', async ({ desk }) => {
    const { shell, page } = await withCourse(desk);
    await study(page, 2);
    await page.reload();
    await expect(showButton(page)).toBeVisible();
    await answerByKeys(page, '3');
    expect(countReviews(desk.profile)).toBe(3);
    expect((await shell.act('state')).record.forks).toHaveLength(1);
    expect(desk.problems).toEqual([]);
  });

  test('tells the system its theme', async ({ desk }) => {
    const { shell, page } = await withCourse(desk);
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').fill('Use the dark theme');
    await page.keyboard.press('Enter');
    await expect.poll(async () => (await shell.act('state')).theme).toBe('dark');
  });

  test('is told plainly how well the system keeps secrets', async ({ desk }) => {
    const { shell, page } = await withCourse(desk);
    const ask = () => page.evaluate(() => window.americanoShell?.secretStrength());
    expect(await ask()).toBe('strong');
    await shell.act('setMachine', { keyring: 'basic_text' });
    expect(await ask()).toBe('weak');
    await shell.act('setMachine', { encrypts: false });
    expect(await ask()).toBe('none');
  });

  test('can notify, in words of a bounded length', async ({ desk }) => {
    const { shell, page } = await withCourse(desk);
    await page.evaluate(() => {
      window.americanoShell?.notify('Americano', 'x'.repeat(5000));
      window.americanoShell?.notify('Americano', '12 cards are due');
    });
    await expect
      .poll(async () => (await shell.act('state')).record.notifications)
      .toEqual([{ title: 'Americano', body: '12 cards are due' }]);
  });
});

test.describe('a service that ends', () => {
  test('starts again by itself, and the page goes on with every answer', async ({ desk }) => {
    const { shell, page } = await withCourse(desk);
    await study(page, 3);
    const before = await servicePid(shell);
    await shell.act('crashService');
    await expect.poll(() => servicePid(shell)).not.toBe(before);
    await expect(page.getByText('Reconnecting to the program')).toBeHidden();
    await answerByKeys(page, '3');
    expect(countReviews(desk.profile)).toBe(4);
    expect((await shell.act('state')).record.dialogs).toEqual([]);
  });

  test('knows from its start, and from every later start, whether the machine is on mains', async ({
    desk,
  }) => {
    const { shell } = await withCourse(desk);
    const newsFor = async (pid: number | undefined) =>
      (await shell.act('state')).record.told.filter((told) => told.pid === pid).map(({ message }) => message);
    const first = await servicePid(shell);
    await expect.poll(() => newsFor(first)).toContainEqual({ type: 'power', onBattery: false });
    await shell.act('setMachine', { onBattery: true });
    await expect.poll(() => newsFor(first)).toContainEqual({ type: 'power', onBattery: true });
    await shell.act('crashService');
    await expect.poll(() => servicePid(shell)).not.toBe(first);
    const second = await servicePid(shell);
    await expect.poll(() => newsFor(second)).toContainEqual({ type: 'power', onBattery: true });
    expect(await newsFor(second)).not.toContainEqual({ type: 'power', onBattery: false });
  });

  test('three times in a minute asks the person, who tries again', async ({ desk }) => {
    const { shell, page } = await withCourse(desk);
    for (let n = 1; n <= 3; n += 1) {
      await expect.poll(async () => (await shell.act('state')).record.forks.length).toBe(n);
      await expect.poll(async () => isAlive(await servicePid(shell))).toBe(true);
      await shell.act('crashService');
    }
    await expect.poll(async () => (await shell.act('state')).record.dialogs.length).toBe(1);
    const { record } = await shell.act('state');
    expect(record.dialogs[0]).toMatchObject({ title: 'Americano cannot go on' });
    expect(record.forks).toHaveLength(3);
    expect(JSON.stringify(record.dialogs)).toContain(desk.profile);
    await expect(page.getByText('Reconnecting to the program')).toBeVisible();
  });

  test('for good ends the program when the person says so', async ({ desk }) => {
    const { shell } = await withCourse(desk);
    // The folder first, which leaves the question open; then: quit.
    await shell.act('press', 1, 2);
    for (let n = 1; n <= 3; n += 1) {
      await expect.poll(async () => (await shell.act('state')).record.forks.length).toBe(n);
      await expect.poll(async () => isAlive(await servicePid(shell))).toBe(true);
      await shell.act('crashService');
    }
    expect(await shell.ended).toBe(0);
  });

  test('and is tried again by the person serves the page again', async ({ desk }) => {
    const { shell, page } = await withCourse(desk);
    await shell.act('press', 0);
    for (let n = 1; n <= 3; n += 1) {
      await expect.poll(async () => (await shell.act('state')).record.forks.length).toBe(n);
      await expect.poll(async () => isAlive(await servicePid(shell))).toBe(true);
      await shell.act('crashService');
    }
    await expect.poll(async () => (await shell.act('state')).record.forks.length).toBe(4);
    await study(page, 1);
    expect(countReviews(desk.profile)).toBe(1);
  });
});

test.describe('a profile that cannot be opened', () => {
  test('is said to be open elsewhere, and opens when it is not any more', async ({ desk }) => {
    const { shell, page } = await withCourse(desk);
    await page.close();
    await shell.ended;
    const { acquireLock } = await import('#core/store/lock.ts');
    const { profileAt } = await import('#core/store/profile.ts');
    const lock = acquireLock(profileAt(desk.profile).lock);
    const again = await desk.start();
    await expect
      .poll(async () => (await again.act('state')).record.dialogs[0]?.['message'], { timeout: 20_000 })
      .toContain('Another program has the profile');
    expect((await again.act('state')).record.forks).toHaveLength(1);
    lock.release();
  });

  test('because it is no store shows what can be saved, and nothing is written to it', async ({ desk }) => {
    const { shell, page } = await withCourse(desk);
    await page.close();
    await shell.ended;
    const file = join(desk.profile, 'americano.sqlite');
    const text = 'not a database at all, '.repeat(500);
    writeFileSync(file, text);
    const again = await desk.start();
    const repair = await desk.page();
    await expect(repair.getByRole('heading', { name: 'This profile is damaged' })).toBeVisible();
    await expect(repair.getByText('The file does not begin as one of ours does.')).toBeVisible({
      timeout: 20_000,
    });
    expect((await again.act('state')).record.dialogs).toEqual([]);
    expect(readFileSync(file, 'utf8')).toBe(text);
  });
});

test.describe('an end of the program', () => {
  test('waits for the service to close in order', async ({ desk }) => {
    const { shell, page } = await withCourse(desk);
    await study(page, 2);
    const pid = await servicePid(shell);
    await shell.act('quit').catch(() => undefined);
    expect(await shell.ended).toBe(0);
    expect(isAlive(pid)).toBe(false);
    // Closed in order: the log has gone into the file.
    expect(existsSync(join(desk.profile, 'americano.sqlite-wal'))).toBe(false);
  });

  test('in the middle of an answer loses no answer that was acknowledged', async ({ desk }) => {
    const { shell, page } = await withCourse(desk);
    await study(page, 3);
    await page.keyboard.press('Space');
    await expect(page.getByRole('button', { name: /^Good next in/ })).toBeVisible();
    const pressed = page.keyboard.press('3').catch(() => undefined);
    await shell.act('quit').catch(() => undefined);
    await pressed;
    expect(await shell.ended).toBe(0);
    expect([3, 4]).toContain(countReviews(desk.profile));
    const again = await desk.start();
    await study(await desk.page(), 1);
    expect(countReviews(desk.profile)).toBeGreaterThanOrEqual(4);
    await again.act('quit').catch(() => undefined);
  });

  test('comes with the last window', async ({ desk }) => {
    const { shell } = await withCourse(desk);
    const pid = await servicePid(shell);
    await shell.act('closeWindow').catch(() => undefined);
    expect(await shell.ended).toBe(0);
    expect(isAlive(pid)).toBe(false);
  });
});

test.describe('a second start', () => {
  test('brings the window that is there to the front and ends', async ({ desk }) => {
    const { shell } = await withCourse(desk);
    const second = await desk.start();
    expect(await second.ended).toBe(0);
    await expect.poll(async () => (await shell.act('state')).windows[0]?.focusCount).toBe(1);
    const { windows, record } = await shell.act('state');
    expect(windows).toHaveLength(1);
    expect(record.forks).toHaveLength(1);
  });

  test('with a link goes there', async ({ desk }) => {
    const { page } = await withCourse(desk);
    const second = await desk.start({ args: ['americano://library'] });
    expect(await second.ended).toBe(0);
    await expect(page.getByRole('heading', { name: 'Library', level: 1 })).toBeVisible();
  });

  test('with a package offers to import it', async ({ desk }) => {
    const { page } = await withCourse(desk);
    const file = await writeStudyPackage(desk.files);
    const second = await desk.start({ args: [file] });
    expect(await second.ended).toBe(0);
    await expect(importDialog(page).getByText('Nothing has been changed yet.')).toBeVisible();
    await importDialog(page).getByRole('button', { name: 'Import' }).click();
    await expect(importDialog(page).getByText('is in your library.')).toBeVisible();
  });
});

test.describe('a link from outside', () => {
  test('that the program is started with leads to its place', async ({ desk }) => {
    await desk.start({ args: ['americano://settings'] });
    const page = await desk.page();
    await expect(page.getByRole('heading', { name: 'Settings', level: 1 })).toBeVisible();
  });

  test('goes to a place that there is, and to no other', async ({ desk }) => {
    const { shell, page } = await withCourse(desk);
    await shell.act('openUrl', 'americano://history');
    await expect(page.getByRole('heading', { name: 'History', level: 1 })).toBeVisible();
    for (const link of [
      'americano://study?x=1',
      'americano://nowhere',
      'https://example.org/',
      'americano://a/../b',
    ])
      await shell.act('openUrl', link);
    await page.waitForTimeout(300);
    await expect(page.getByRole('heading', { name: 'History', level: 1 })).toBeVisible();
    expect((await shell.act('state')).record.external).toEqual([]);
  });
});

test.describe('a file that the system opens', () => {
  test('is read by the page in pieces and imported whole', async ({ desk }) => {
    const { shell, page } = await withCourse(desk);
    await shell.act('openFile', await writeStudyPackage(desk.files));
    await expect(importDialog(page).getByText('Nothing has been changed yet.')).toBeVisible();
    await importDialog(page).getByRole('button', { name: 'Import' }).click();
    await expect(importDialog(page).getByText('is in your library.')).toBeVisible();
    expect(desk.problems).toEqual([]);
  });

  test('and is no package opens nothing', async ({ desk }) => {
    const { shell, page } = await withCourse(desk);
    const path = join(desk.files, 'notes.txt');
    writeFileSync(path, 'x');
    await shell.act('openFile', path);
    await shell.act('openFile', join(desk.files, 'missing.apkg'));
    await page.waitForTimeout(300);
    await expect(page.getByRole('dialog')).toBeHidden();
    // It does not even come to the page, which would say what it imports.
    await expect(page.getByText('Americano imports files that end in')).toBeHidden();
  });

  test('cannot be reached by a page that was offered none', async ({ desk }) => {
    const { page } = await withCourse(desk);
    const read = page.evaluate(() => window.americanoShell?.readOffered('0'.repeat(32), 0, 10));
    await expect(read).rejects.toThrow(/no such file/);
    const path = page.evaluate(() => window.americanoShell?.readOffered('/etc/passwd', 0, 10));
    await expect(path).rejects.toThrow();
  });
});

test.describe('what the system draws', () => {
  test('has a menu that goes to places and imports packages', async ({ desk }) => {
    const { shell, page } = await withCourse(desk);
    await shell.act('menu', 'Go', 'Library');
    await expect(page.getByRole('heading', { name: 'Library', level: 1 })).toBeVisible();
    await shell.act('choose', await writeStudyPackage(desk.files));
    await shell.act('menu', 'File', 'Import an Anki Package…');
    await expect(importDialog(page).getByText('Nothing has been changed yet.')).toBeVisible();
  });

  test('puts the window where it was left', async ({ desk }) => {
    const { shell } = await withCourse(desk);
    await shell.act('resize', 900, 700);
    await shell.act('closeWindow').catch(() => undefined);
    await shell.ended;
    const again = await desk.start();
    await desk.page();
    expect((await again.act('state')).windows[0]?.options).toMatchObject({ width: 900, height: 700 });
  });

  test('tells nobody: dumps stay here, no dictionary is fetched, links are the only thing it registers', async ({
    desk,
  }) => {
    const { shell } = await withCourse(desk);
    const { record } = await shell.act('state');
    expect(record.crashReporter).toEqual([{ uploadToServer: false }]);
    expect(record.dictionaryUrls).toEqual(['https://dictionaries.invalid/']);
    expect(record.spellChecking).toEqual([false]);
    expect(record.protocolClients).toEqual(['americano']);
    expect(record.trays).toHaveLength(1);
  });
});

test.describe('policies of the institution', () => {
  test('lock what they forbid, and say where they come from and what of them made no sense', async ({
    desk,
  }) => {
    const main = managedBy(desk.files, { ExportAllowed: false, UpdateMode: 'perhaps' });
    await desk.start({ main });
    const page = await desk.page();
    await firstRun(page).click();
    await expect(page.getByRole('heading', { name: /next seven days/i })).toBeVisible();
    await page.evaluate(() => void (location.hash = '/settings'));
    const panel = page.getByRole('region', { name: 'Managed by your organisation' });
    await expect(panel.getByText('ExportAllowed')).toBeVisible();
    await expect(panel).toContainText('required, from');
    await expect(panel).toContainText('school.json');
    await expect(panel).toContainText('UpdateMode');
    const button = page.getByRole('button', { name: 'Export everything', exact: true });
    await button.focus();
    await expect(button).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('dialog')).toContainText('Your organisation has turned this off');
    await expect(
      page.getByRole('dialog').getByRole('button', { name: 'Export', exact: true }),
    ).toBeDisabled();
  });

  test('turn off import at every door to it, before anybody has looked for a file', async ({ desk }) => {
    await desk.start({ main: managedBy(desk.files, { ImportAllowed: false }) });
    const page = await desk.page();
    await expect(page.getByText('Your organisation has turned this off')).toBeVisible();
    let asked = 0;
    page.on('filechooser', () => (asked += 1));
    const told = page.getByRole('region', { name: 'Messages' }).getByText('ImportAllowed');
    const door = page.getByRole('button', { name: 'Choose a package' });
    await door.focus();
    await expect(door).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(told).toBeVisible();
    await page.reload();
    await page.evaluate(() => void (location.hash = '/library'));
    await page.getByRole('button', { name: 'Import' }).first().click();
    await expect(told).toBeVisible();
    expect(asked).toBe(0);
  });

  test('put the window of a terminal into kiosk', async ({ desk }) => {
    const shell = await desk.start({ main: managedBy(desk.files, { Kiosk: true }) });
    await expect(firstRun(await desk.page())).toBeVisible();
    expect((await shell.act('state')).windows[0]?.options).toMatchObject({ kiosk: true });
  });

  test('that others could have written are not believed', async ({ desk }) => {
    const main = managedBy(desk.files, { Kiosk: true });
    chmodSync(join(desk.files, 'policies', 'managed', 'school.json'), 0o666);
    const shell = await desk.start({ main });
    await expect(firstRun(await desk.page())).toBeVisible();
    expect((await shell.act('state')).windows[0]?.options).toMatchObject({ kiosk: false });
  });
});

test.describe('another profile', () => {
  test('opens in a program of its own', async ({ desk }) => {
    const { page } = await withCourse(desk);
    await page.evaluate(() => void (location.hash = '/profiles'));
    await page.getByRole('button', { name: 'New profile…' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('Noor');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Open Noor' }).click();
    await expect.poll(() => desk.pages().length, { timeout: 20_000 }).toBe(2);
    const other = desk.pages().find((shown) => shown !== page);
    if (other === undefined) throw new Error('no other window');
    await expect(firstRun(other)).toBeVisible();
    // Its window is the only one it has: closing it ends it.
    await other.close();
  });
});
