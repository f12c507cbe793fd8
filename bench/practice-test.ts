import { latency, timed, type Bench, type BenchRow } from './bench.ts';
import { benchProfile, openService } from './profile.ts';

const rounds = 12;
const bar = 'p95 < 150 ms';

/** Beginning practice tests about the largest course of a large store, to the first question rendered; and answering. */
export const practiceTestBench: Bench = async (options) => {
  const { folder, remove } = await benchProfile(options);
  const service = await openService(folder);
  const session = { caller: 'test' as const };
  const call: typeof service.server.call = (name, input, context) =>
    service.server.call(name, input, context);
  const rows: BenchRow[] = [];
  try {
    // Checked border: the statement names its one column.
    const course = service.store.connection
      .prepare(
        `SELECT lower(hex(c.uid)) AS uid FROM courses c JOIN lectures l ON l.course_id = c.id
         JOIN card_states s ON s.lecture_id = l.id GROUP BY c.id ORDER BY count(*) DESC LIMIT 1`,
      )
      .get() as { uid: string };
    const about = { kind: 'course', uid: course.uid } as const;
    const repeats = options.rounds || rounds;
    const { cards } = await call('assessments.count', { about }, session);
    const common = { askConfidence: false, limitMinutes: null, reschedule: true };
    for (const questions of [20, 200]) {
      for (const format of ['flashcard', 'typed', 'choice', 'mixed'] as const) {
        const asked = { about, options: { questions, format, ...common } };
        const starts: number[] = [];
        for (let round = 0; round < repeats; round += 1)
          starts.push(await timed(() => call('assessments.start', asked, session)));
        rows.push({ what: `start: ${questions} ${format}`, cards, ...latency(starts), bar });
      }
    }
    const asked = { about, options: { questions: 200, format: 'mixed' as const, ...common } };
    const started = await call('assessments.start', asked, session);
    const { test } = started;
    let { step } = started;
    const answers: number[] = [];
    while (step.kind === 'question') {
      const { place, expected } = step;
      const request = Buffer.from(service.store.ids.uid()).toString('hex');
      const answer = { request, test: test.uid, place, given: expected, correct: true, durationMs: 4000 };
      answers.push(
        await timed(async () => {
          ({ step } = await call('assessments.answer', answer, session));
        }),
      );
    }
    rows.push({ what: 'answer, scheduling', cards: answers.length, ...latency(answers), bar: 'p95 < 50 ms' });
    const results: number[] = [];
    for (let round = 0; round < repeats; round += 1)
      results.push(await timed(() => call('assessments.result', { test: test.uid }, session)));
    rows.push({ what: 'result of 200 answers', cards: answers.length, ...latency(results), bar });
  } finally {
    await service.close();
    remove();
  }
  return rows;
};
