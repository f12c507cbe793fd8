import { join } from 'node:path';
import { writeBigPackage } from '#core/exchange/anki/testing/write-big-package.ts';
import { uidToHex } from '#core/store/uid.ts';
import type { Service } from '#electron/service/start-service.ts';
import { quantile, rounded, timed, type Bench } from './bench.ts';
import { importPackage, openService, temporaryFolder } from './profile.ts';

const pauseMs = 100;

/** A student who goes on answering while the import runs. Returns how long each answer took. */
const keepAnswering = async (service: Service, until: AbortSignal): Promise<number[]> => {
  const session = { caller: 'test' as const };
  const started = await service.server.call('study.start', { scope: {} }, session);
  let step = started.step;
  const samples: number[] = [];
  while (!until.aborted && step.kind === 'card') {
    const request = uidToHex(service.store.ids.uid());
    const input = {
      request,
      session: started.session.uid,
      card: step.rendered.card,
      rating: 1,
      durationMs: 1000,
    };
    const start = performance.now();
    step = (await service.server.call('study.answer', input, session)).step;
    samples.push(performance.now() - start);
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
  return samples;
};

/** Imports a generated package into a profile in which someone is studying. */
export const importBench: Bench = async (options) => {
  const { folder, remove } = temporaryFolder();
  const path = join(folder, 'generated.apkg');
  await writeBigPackage(path, {
    notes: options.notes,
    reviews: options.reviews,
    seed: options.seed,
    version: 3,
  });
  const service = await openService(join(folder, 'profile'));
  try {
    await service.server.call('exchange.openSample', {}, { caller: 'test' });
    const done = new AbortController();
    const answering = keepAnswering(service, done.signal);
    const ms = await timed(() => importPackage(service, path));
    done.abort();
    const waits = await answering;
    return [
      {
        what: `${options.notes} notes, ${options.reviews} reviews`,
        seconds: rounded(ms / 1000, 1),
        peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024),
        answersMeanwhile: waits.length,
        answerP95: rounded(quantile(waits, 0.95)),
        answerMax: rounded(Math.max(...waits)),
        bar: '< 60 s, < 1000 MB, no answer > 3000 ms',
      },
    ];
  } finally {
    await service.close();
    remove();
  }
};
