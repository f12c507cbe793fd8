import { expect, type Page } from '@playwright/test';
import { countReviews } from './support/count-reviews.ts';
import { test } from './support/desk.ts';
import { issueAddress, ticketIn } from './support/issue-address.ts';
import { startOtherServer } from './support/other-server.ts';
import { answerByKeys } from './support/study-page.ts';

const ended = (page: Page) => page.getByText('This window’s session has ended');

type Asking = Pick<RequestInit, 'method' | 'mode' | 'credentials'> & {
  body?: string;
  headers?: Record<string, string>;
};

/** How a request of another page ended: what it could read of the answer, or the name of its error. */
const ask = (page: Page, url: string, init: Asking): Promise<string> =>
  page.evaluate(
    async ([address, options]) => {
      try {
        const response = await fetch(address, options);
        return `${response.type} ${response.status} ${(await response.text()).length}`;
      } catch (error) {
        return error instanceof Error ? error.name : 'unknown';
      }
    },
    [url, init] as const,
  );

/** Opens a socket and says a token; tells what came of it within a second. */
const knock = (page: Page, url: string, token: string): Promise<string> =>
  page.evaluate(
    ([address, secret]) =>
      new Promise<string>((resolve) => {
        const socket = new WebSocket(address);
        socket.addEventListener('open', () => {
          socket.send(secret);
          setTimeout(() => resolve('open'), 1000);
        });
        socket.addEventListener('close', ({ code }) => resolve(`closed ${code}`));
      }),
    [url, token] as const,
  );

test('a page on another port of this machine gets nothing, with whatever it knows', async ({
  desk,
  page,
}) => {
  const { address, origin } = await desk.start();
  await page.goto(address);
  await page.getByRole('button', { name: 'Open the sample course' }).click();
  await page.getByRole('button', { name: 'Start studying' }).waitFor();
  const token = await page.evaluate(() => sessionStorage.getItem('americano.session') ?? '');
  expect(token.length).toBeGreaterThan(20);
  // The worst it could know: a ticket nobody has used, and the token of the window.
  const unused = await issueAddress(desk.profile);
  const body = JSON.stringify({ ticket: ticketIn(unused) });
  const other = await startOtherServer('<!doctype html><title>Other</title><p>Other page</p>');
  const hostile = await page.context().newPage();
  await hostile.goto(other.origin);

  await test.step('reading with credentials', async () => {
    for (const path of ['/', '/index.html', '/session', '/control'])
      expect(await ask(hostile, `${origin}${path}`, { credentials: 'include' })).toBe('TypeError');
  });

  await test.step('posting, readable or not', async () => {
    for (const path of ['/session', '/control']) {
      const url = `${origin}${path}`;
      expect(await ask(hostile, url, { method: 'POST', body })).toBe('TypeError');
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
      expect(await ask(hostile, url, { method: 'POST', body, headers })).toBe('TypeError');
      // Sent, but its answer is kept from the page, by the answer's own policy or by the mode.
      const blind = await ask(hostile, url, {
        method: 'POST',
        body,
        mode: 'no-cors',
        credentials: 'include',
      });
      expect(['TypeError', 'opaque 0 0']).toContain(blind);
    }
  });

  await test.step('a form that posts a text like JSON', async () => {
    await hostile.evaluate(
      ([action, name]) => {
        const form = document.createElement('form');
        Object.assign(form, { action, method: 'post', enctype: 'text/plain', target: '_blank' });
        const field = document.createElement('input');
        // Sent as name=value: the equals sign ends up inside a string.
        Object.assign(field, { name: `${name.slice(0, -1)},"rest":"`, value: '"}' });
        form.append(field);
        document.body.append(form);
        form.submit();
      },
      [`${origin}/session`, body] as const,
    );
  });

  await test.step('the socket, without a token, with a guess, with the real one', async () => {
    const url = `${origin.replace('http', 'ws')}/socket`;
    for (const said of ['', 'A'.repeat(43), token])
      expect(await knock(hostile, url, said)).toBe('closed 1006');
  });

  await test.step('scripts and pictures', async () => {
    const loaded = await hostile.evaluate(async (host) => {
      const script = document.createElement('script');
      script.src = `${host}/index.html`;
      const done = new Promise<string>((resolve) => {
        script.addEventListener('load', () => resolve('load'));
        script.addEventListener('error', () => resolve('error'));
      });
      document.head.append(script);
      return done;
    }, origin);
    expect(loaded).toBe('error');
  });

  await test.step('a frame', async () => {
    await hostile.evaluate((host) => {
      const frame = document.createElement('iframe');
      frame.src = `${host}/`;
      document.body.append(frame);
      return new Promise((resolve) => {
        frame.addEventListener('load', resolve);
      });
    }, origin);
    const [frame] = hostile.frames().slice(1);
    expect(frame?.url()).toMatch(/^chrome-error:/);
  });

  await test.step('a window of its own making', async () => {
    const opening = page.context().waitForEvent('page', (opened) => opened.url().startsWith(origin));
    const seen = await hostile.evaluate(async (host) => {
      const popup = window.open(`${host}/`);
      await new Promise((resolve) => {
        setTimeout(resolve, 500);
      });
      try {
        return `read ${popup?.document.title ?? 'nothing'} closed ${String(popup?.closed)}`;
      } catch (error) {
        return error instanceof Error ? error.name : 'unknown';
      }
    }, origin);
    // Its handle has been cut off (it looks closed), so there is nothing to talk to.
    expect(seen).toBe('SecurityError');
    await expect(ended(await opening)).toBeVisible();
  });

  await test.step('the window goes on, and the ticket is as good as new', async () => {
    await page.bringToFront();
    await page.keyboard.press('s');
    await answerByKeys(page, '3');
    expect(countReviews(desk.profile)).toBe(1);
    const second = await page.context().newPage();
    await second.goto(unused);
    await expect(second.getByRole('button', { name: 'Go on studying' })).toBeVisible();
    await expect(ended(page)).toBeHidden();
  });
  await other.close();
});

test('a launch address works once: a second use ends the window it opened, visibly', async ({
  desk,
  page,
}) => {
  const { address } = await desk.start();
  await page.goto(address);
  await expect(page.getByRole('button', { name: 'Choose a package' })).toBeVisible();
  const thief = await page.context().newPage();
  await thief.goto(address);
  await expect(ended(thief)).toBeVisible();
  await expect(ended(page)).toBeVisible();
  await page.reload();
  await expect(ended(page)).toBeVisible();
  await page.goto(await issueAddress(desk.profile));
  await expect(page.getByRole('button', { name: 'Choose a package' })).toBeVisible();
});
