import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { expect, type FrameLocator, type Locator, type Page } from '@playwright/test';

/** The document a card is shown in. */
export const cardIn = (page: Page): FrameLocator => page.frameLocator('iframe[title="Card"]');

export const showButton = (page: Page): Locator => page.getByRole('button', { name: 'Show the answer' });

/** Space, then a rating; resolves when the next card is there, which is when the answer has been acknowledged. */
export const answerByKeys = async (page: Page, rating: '1' | '2' | '3' | '4'): Promise<void> => {
  await expect(showButton(page)).toBeVisible();
  await page.keyboard.press('Space');
  await expect(page.getByRole('button', { name: /^Good next in/ })).toBeVisible();
  await page.keyboard.press(rating);
  await expect(showButton(page)).toBeVisible();
};

/** How sure, then the answer: the bar at the bottom says which kind of question this is. */
export const answerTestByKeys = async (page: Page): Promise<'typed' | 'choice' | 'flashcard'> => {
  await expect(page.getByText('How sure are you?')).toBeVisible();
  await page.keyboard.press('3');
  const field = page.getByRole('textbox', { name: 'Your answer' });
  const reveal = page.getByRole('button', { name: /Show the answer$/ });
  const choices = page.getByRole('region', { name: 'Answers to choose from' });
  await expect(field.or(reveal).or(choices)).toBeVisible();
  if (await field.isVisible()) {
    await field.fill('surely not this');
    await page.keyboard.press('Enter');
    await expect(page.getByText('Not the same. You decide.')).toBeVisible();
    await page.keyboard.press('1');
    return 'typed';
  }
  if (await choices.isVisible()) {
    await page.keyboard.press('1');
    await page.getByRole('button', { name: /Next question$/ }).waitFor();
    await page.keyboard.press('Space');
    return 'choice';
  }
  await page.keyboard.press('Space');
  await expect(page.getByRole('button', { name: /I knew it$/ })).toBeVisible();
  await page.keyboard.press('2');
  return 'flashcard';
};

/** Opens the import dialog for a package by the button of the first run or of the library. */
export const choosePackage = async (page: Page, path: string, button: string): Promise<void> => {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: button }).click();
  await (await chooser).setFiles(path);
};

/** Drops a file on the window, as from the desktop. */
export const dropFile = async (page: Page, path: string): Promise<void> => {
  const content = readFileSync(path).toString('base64');
  await page.evaluate(
    ([name, base64]) => {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([bytes], name));
      for (const type of ['dragover', 'drop'])
        document.body.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
    },
    [basename(path), content] as const,
  );
};
