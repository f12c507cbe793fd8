import { rebuild } from '#core/store/rebuild.ts';
import { rounded, timed, type Bench } from './bench.ts';
import { benchProfile, openService } from './profile.ts';

/** Drops and recomputes every derived row of a large store. */
export const rebuildBench: Bench = async (options) => {
  const { folder, remove } = await benchProfile(options);
  const service = await openService(folder);
  try {
    let rows = 0;
    const ms = await timed(async () => {
      rows = (await rebuild(service.store, () => {})).rows;
    });
    return [{ what: 'rebuild of all derivations', rows, seconds: rounded(ms / 1000, 1), bar: '< 60 s' }];
  } finally {
    await service.close();
    remove();
  }
};
