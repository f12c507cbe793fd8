import { createServer } from 'node:http';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { AppContract } from '#core/contract.ts';
import { createClient } from '#core/rpc/client.ts';
import { profileAt } from '#core/store/profile.ts';
import { devHeaders, serveDevPage } from './dev-page.ts';
import { launchFile, writeLaunchFile } from './launch-file.ts';
import { askForTicket, connectToRunning } from './running-host.ts';
import { requestText, sendRaw } from './testing/raw-http.ts';
import { startTestHost, type TestHost } from './testing/test-host.ts';
import { openWindow, redeem } from './testing/window-client.ts';

const short = { expectedPageMs: 60_000, afterLastPageMs: 50 };

const start = async (options: Parameters<typeof startTestHost>[0]): Promise<TestHost> => {
  const host = await startTestHost(options);
  onTestFinished(() => host.close());
  return host;
};

describe('the end of a host', () => {
  it('comes after its last page, not after the first of two', async () => {
    const ended = Promise.withResolvers<void>();
    const { host, ends } = await start({ times: short, onEnd: ended.resolve });
    const first = await openWindow(host.address, host.issueTicket());
    const second = await openWindow(host.address, host.issueTicket());
    await first.client.call('study.today', {});
    await second.client.call('study.today', {});
    first.client.close();
    await second.client.call('study.today', {});
    expect(ends()).toBe(0);
    second.client.close();
    await ended.promise;
    expect(ends()).toBe(1);
  });

  it('waits for a job', async () => {
    const ended = Promise.withResolvers<void>();
    const { host, service } = await start({ times: short, onEnd: ended.resolve });
    const work = Promise.withResolvers<null>();
    await service.jobs.start('store.check', () => work.promise);
    const order: string[] = [];
    const finished = ended.promise.then(() => order.push('end'));
    const { client, socket } = await openWindow(host.address, host.issueTicket());
    await client.call('study.today', {});
    client.close();
    await once(socket, 'close');
    setTimeout(() => {
      order.push('job');
      work.resolve(null);
    }, 10 * short.afterLastPageMs);
    await finished;
    expect(order).toEqual(['job', 'end']);
  });

  it('is not hastened by a terminal', async () => {
    const { folder, ends, host } = await start({ times: short });
    const running = await connectToRunning(profileAt(folder));
    if (running === undefined) throw new Error('nobody answers');
    const client = createClient<AppContract>(running.transport);
    expect(await client.call('study.today', {})).toHaveProperty('due');
    client.close();
    // Longer than a host lives after its last page: no page has come yet.
    await new Promise((resolve) => setTimeout(resolve, 4 * short.afterLastPageMs));
    expect(ends()).toBe(0);
    expect((await redeem(host.address, host.issueTicket()))?.status).toBe(200);
  });
});

describe('a second start', () => {
  it('gets a ticket of the running host, and no answer once it has closed', async () => {
    const { folder, host, close } = await startTestHost();
    const profile = profileAt(folder);
    const running = await askForTicket(profile);
    expect(running?.address).toBe(host.address);
    expect((await redeem(host.address, running?.ticket ?? ''))?.status).toBe(200);
    await close();
    expect(await askForTicket(profile)).toBeUndefined();
    expect(await connectToRunning(profile)).toBeUndefined();
    expect(existsSync(join(folder, 'host.json'))).toBe(false);
  });
});

it('the file of a ticket goes when the ticket is used, and no other', async () => {
  const { folder, host } = await start({});
  const profile = profileAt(folder);
  const [used, unused] = [host.issueTicket(), host.issueTicket()];
  for (const ticket of [used, unused]) writeLaunchFile(profile, ticket, `http://${host.address}/`);
  await redeem(host.address, used);
  expect(existsSync(launchFile(profile, used))).toBe(false);
  expect(existsSync(launchFile(profile, unused))).toBe(true);
});

describe('the page of a development server', () => {
  const startDev = async () => {
    const asked: string[] = [];
    const dev = createServer((request, response) => {
      asked.push(`${request.method} ${request.url} ${request.headers.host}`);
      response.setHeader('content-type', 'text/html');
      response.end('from the development server');
    }).listen(0, '127.0.0.1');
    await once(dev, 'listening');
    onTestFinished(() => void dev.close());
    const bound = dev.address();
    if (bound === null || typeof bound === 'string') throw new Error('no port');
    const url = `http://127.0.0.1:${bound.port}`;
    const page = { headers: devHeaders(url), onFile: serveDevPage(url) };
    return { url, asked, ...(await start({ page })) };
  };
  const get = (address: string, path: string, headers = {}) =>
    sendRaw(address, requestText(address, `GET ${path}`, { connection: 'close', ...headers }));

  it('comes through the host, which keeps its address and its rules', async () => {
    const { host, url, asked } = await startDev();
    const answer = await get(host.address, '/@vite/client?t=1');
    expect(answer?.body).toContain('from the development server');
    const policy = answer?.headers.get('content-security-policy');
    expect(policy).toContain(`connect-src 'self' ws://${host.address} ws://${url.slice('http://'.length)};`);
    expect(asked).toEqual([`GET /@vite/client?t=1 ${url.slice('http://'.length)}`]);
    expect((await get(host.address, '/', { host: 'evil.test' }))?.status).toBe(421);
    expect((await get(host.address, '/', { origin: url }))?.status).toBe(403);
    expect((await redeem(host.address, host.issueTicket(), url))?.status).toBe(403);
    expect((await redeem(host.address, host.issueTicket()))?.status).toBe(200);
    expect(asked).toHaveLength(1);
  });

  it('is never fetched from elsewhere', async () => {
    const { host, url, asked } = await startDev();
    const authority = url.slice('http://'.length);
    await get(host.address, '//evil.test/page');
    await get(host.address, 'http://evil.test/page');
    expect(asked).toEqual([`GET //evil.test/page ${authority}`, `GET http://evil.test/page ${authority}`]);
  });
});
