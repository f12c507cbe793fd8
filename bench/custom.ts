import type { CustomStudy } from '#core/study/custom/contract.ts';
import { latency, timed, type Bench, type BenchRow } from './bench.ts';
import { benchProfile, openService } from './profile.ts';

const rounds = 12;
const bar = 'p95 < 150 ms';

/** Beginning a session of each kind, with its first card rendered, in a large store; and the plan of the day beside them. */
export const customBench: Bench = async (options) => {
  const { folder, remove } = await benchProfile(options);
  const service = await openService(folder);
  const session = { caller: 'test' as const };
  const rows: BenchRow[] = [];
  const call: typeof service.server.call = (name, input, context) =>
    service.server.call(name, input, context);
  try {
    const first = <Row>(sql: string): Row | undefined =>
      service.store.connection.prepare(sql).get() as Row | undefined;
    const tag = first<{ name: string }>(
      `SELECT t.name FROM tags t JOIN note_tags nt ON nt.tag_id = t.id GROUP BY t.id ORDER BY count(*) DESC LIMIT 1`,
    );
    const objective = first<{ uid: string }>(
      `SELECT lower(hex(o.uid)) AS uid FROM learning_objectives o JOIN objective_rules r ON r.objective_id = o.id
       JOIN cards c ON c.lecture_id = r.lecture_id GROUP BY o.id ORDER BY count(*) DESC LIMIT 1`,
    );
    const common = { limit: 9999, order: 'retrievability' } as const;
    const kinds: Record<string, CustomStudy> = {
      'ahead, 7 days': { kind: 'ahead', days: 7, ...common },
      'ahead, 365 days': { kind: 'ahead', days: 365, ...common },
      'forgotten today': { kind: 'forgotten', days: 1, reschedule: false, ...common },
      'forgotten in 30 days': { kind: 'forgotten', days: 30, reschedule: false, ...common },
      'forgotten in 365 days': { kind: 'forgotten', days: 365, reschedule: false, ...common },
      'new ones': { kind: 'state', cards: 'new', reschedule: true, ...common },
      'seen, at random': { kind: 'state', cards: 'seen', reschedule: true, limit: 9999, order: 'random' },
      preview: { kind: 'preview', days: 365, ...common },
      'cram everything': { kind: 'cram', ...common },
      ...(tag === undefined
        ? {}
        : { 'largest tag': { kind: 'tag', tag: tag.name, cards: 'all', reschedule: true, ...common } }),
      ...(objective === undefined
        ? {}
        : {
            'largest objective': {
              kind: 'objective',
              objective: objective.uid,
              cards: 'all',
              reschedule: true,
              ...common,
            },
          }),
    };
    const repeats = options.rounds || rounds;
    // The first call reads the file into memory.
    await call('study.start', { scope: {} }, session);
    for (const [what, custom] of Object.entries(kinds)) {
      const { cards } = await call('study.countCustom', { scope: {}, custom }, session);
      const starts: number[] = [];
      const counts: number[] = [];
      for (let round = 0; round < repeats; round += 1) {
        // A limit of its own makes it another session each time.
        const asked = { ...custom, limit: custom.limit - round };
        counts.push(await timed(() => call('study.countCustom', { scope: {}, custom: asked }, session)));
        starts.push(await timed(() => call('study.start', { scope: {}, custom: asked }, session)));
      }
      rows.push({ what: `start: ${what}`, cards, ...latency(starts), bar });
      rows.push({ what: `count: ${what}`, cards, ...latency(counts), bar });
    }
    const days: number[] = [];
    const todays: number[] = [];
    for (let round = 0; round < repeats; round += 1) {
      const budgetMinutes = 25 + round;
      days.push(await timed(() => call('study.start', { scope: {}, budgetMinutes }, session)));
      // A changed setting makes the plan of Today anew.
      await call('settings.change', { values: { 'study.newPerDay': 20 + round } }, session);
      todays.push(await timed(() => call('study.today', {}, session)));
    }
    const { due, heldBack } = await call('study.today', {}, session);
    rows.push({ what: 'start: the day in 25 minutes', cards: due + heldBack, ...latency(days), bar });
    rows.push({ what: 'study.today, planned anew', cards: due + heldBack, ...latency(todays), bar });
  } finally {
    await service.close();
    remove();
  }
  return rows;
};
