import { expect } from '@playwright/test';
import { test } from './support/desk.ts';
import { issueAddress, ticketIn } from './support/issue-address.ts';

test('a page whose name was rebound to this machine is refused, though all it asks is of its own origin', async ({
  desk,
  page,
  playwright,
}, { project }) => {
  const { address, origin } = await desk.start();
  const { host, port } = new URL(origin);
  const unused = await issueAddress(desk.profile);
  const { launchOptions = {} } = project.use;
  const args = [...(launchOptions.args ?? []), '--host-resolver-rules=MAP evil.test 127.0.0.1'];
  const browser = await playwright.chromium.launch({ ...launchOptions, args });
  const hostile = await browser.newPage();
  // The negative control: the name does lead to this machine, so only the host's own check is in the way.
  const answer = await hostile.goto(`http://evil.test:${port}/`);
  expect(answer?.status()).toBe(421);
  expect(await answer?.serverAddr()).toEqual({ ipAddress: '127.0.0.1', port: Number(port) });

  const read = await hostile.evaluate(
    async (body) => {
      const texts: string[] = [];
      for (const [path, init] of [
        ['/', {}],
        ['/session', { method: 'POST', body }],
        ['/control', { method: 'POST', body: '{"want":"ticket"}' }],
      ] as const) {
        const response = await fetch(path, init);
        texts.push(`${response.status} ${await response.text()}`);
      }
      return texts;
    },
    JSON.stringify({ ticket: ticketIn(unused) }),
  );
  expect(new Set(read)).toEqual(new Set(['421 {"error":"wrong host"}']));

  const sockets = await hostile.evaluate(
    (urls) =>
      Promise.all(
        urls.map(
          (url) =>
            new Promise<string>((resolve) => {
              const socket = new WebSocket(url);
              socket.addEventListener('open', () => resolve('open'));
              socket.addEventListener('close', ({ code }) => resolve(`closed ${code}`));
            }),
        ),
      ),
    [`ws://evil.test:${port}/socket`, `ws://${host}/socket`],
  );
  expect(sockets).toEqual(['closed 1006', 'closed 1006']);
  await browser.close();

  // The first address and the ticket it knew are as good as new.
  for (const good of [address, unused]) {
    const window = await page.context().newPage();
    await window.goto(good);
    await expect(window.getByRole('button', { name: 'Choose a package' })).toBeVisible();
  }
});
