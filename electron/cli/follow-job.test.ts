import { describe, expect, it, onTestFinished } from 'vitest';
import type { AppContract } from '#core/contract.ts';
import type { JobView, JobWork } from '#core/jobs/jobs.ts';
import { createClient, type Client } from '#core/rpc/client.ts';
import { RpcError } from '#core/rpc/errors.ts';
import { inProcessPair } from '#core/rpc/in-process.ts';
import { rpcErrorOf } from '#core/store/testing/rpc-error-of.ts';
import { temporaryFolder } from '#core/store/testing/temporary-folder.ts';
import { startTestService, type TestService } from '../service/testing/test-service.ts';
import { followJob } from './follow-job.ts';

const connected = async (): Promise<{ service: TestService; client: Client<AppContract> }> => {
  const service = await startTestService(temporaryFolder());
  onTestFinished(() => service.close());
  const pair = inProcessPair();
  service.server.connect(pair.server, { caller: 'cli' });
  return { service, client: createClient<AppContract>(pair.client) };
};

/** Work that ends when it is cancelled and not before. */
const endless: JobWork = (progress, signal) => {
  progress('waiting', 0, 1);
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error));
  });
};

const never = new AbortController().signal;

describe('following a job', () => {
  it('gives its end and what was on the way', async () => {
    const { service, client } = await connected();
    const views: JobView[] = [];
    let finish = (): void => {};
    const job = await service.jobs.start('test.work', (progress) => {
      progress('notes', 1, 2);
      return new Promise((resolve) => (finish = () => resolve([1, 2])));
    });
    const onProgress = (view: JobView): void => {
      views.push(view);
      finish();
    };
    expect(await followJob(client, job, onProgress, never)).toMatchObject({ state: 'done', result: [1, 2] });
    expect(views[0]).toMatchObject({ step: 'notes', done: 1, total: 2, state: 'running' });
  });

  it('gives the end of one that has ended already', async () => {
    const { service, client } = await connected();
    const job = await service.jobs.start('test.work', () => Promise.resolve('quick'));
    await service.jobs.ended(job);
    expect(await followJob(client, job, () => {}, never)).toMatchObject({ state: 'done', result: 'quick' });
  });

  it('fails as the job failed', async () => {
    const { service, client } = await connected();
    const job = await service.jobs.start('test.work', () =>
      Promise.reject(new RpcError('disk_full', { code: 'X' })),
    );
    expect(await rpcErrorOf(followJob(client, job, () => {}, never))).toMatchObject({
      kind: 'disk_full',
      details: { code: 'X' },
    });
  });

  it.each(['before', 'while'] as const)('cancels it when interrupted %s it is followed', async (moment) => {
    const { service, client } = await connected();
    const abort = new AbortController();
    const job = await service.jobs.start('test.work', endless);
    if (moment === 'before') abort.abort();
    const following = followJob(client, job, () => abort.abort(), abort.signal);
    expect(await rpcErrorOf(following)).toMatchObject({
      kind: 'cancelled',
      details: { job, state: 'cancelled' },
    });
    expect(service.jobs.find(job).state).toBe('cancelled');
  });

  it('is disconnected when the service ends', async () => {
    const { service, client } = await connected();
    const job = await service.jobs.start('test.work', endless);
    const following = followJob(client, job, () => void service.server.close(), never);
    expect((await rpcErrorOf(following)).kind).toBe('disconnected');
  });
});
