import { contract, type AppContract } from '#core/contract.ts';
import { createClient, type Client } from '#core/rpc/client.ts';
import { inProcessPair } from '#core/rpc/in-process.ts';
import type { InputOf, QueryName } from '#core/rpc/contract.ts';
import { latency, timed, type Bench, type BenchRow } from './bench.ts';
import { benchProfile, openService } from './profile.ts';

type Inputs = { [N in QueryName<AppContract>]: InputOf<AppContract, N>[] };
const rounds = 60;

const searches = ['', 'osmosis', 'a', 'matrix tense', 'membrane en'];
/** One of each kind of term, alone and together. */
const languageSearches = [
  'is:due',
  'is:leech -is:suspended',
  'tag:none',
  '-osmosis is:review',
  'course:a lecture:1',
  'note:basic flag:0',
  '"osmosis membrane"',
  'prop:stability<10 prop:lapses>=3',
  'prop:due<=3',
  'rated:7',
  'rated:7:1',
  'rated:365:1',
  'added:7',
];
const sorts = ['added', 'due', 'stability', 'lapses'] as const;

/** What pages ask, with inputs from the store itself: shallow and deep pages, wide and narrow scopes, short and long words. */
const inputsFor = async (client: Client<AppContract>): Promise<Inputs> => {
  const { courses } = await client.call('library.tree', {});
  const course = courses[0];
  const scopes = [
    {},
    ...(course === undefined ? [] : [{ course: course.uid }, { lecture: course.lectures[0]?.uid ?? '' }]),
  ];
  const list = searches.flatMap((search) =>
    scopes.flatMap((scope) =>
      sorts.flatMap((sort) =>
        [0, 5000].map((offset) => ({ scope, search, sort, descending: offset > 0, offset, limit: 100 })),
      ),
    ),
  );
  for (const search of languageSearches)
    for (const sort of sorts) list.push({ scope: {}, search, sort, descending: true, offset: 0, limit: 100 });
  const { rows } = await client.call('library.cards', {
    scope: {},
    search: '',
    sort: 'lapses',
    descending: true,
    offset: 0,
    limit: 100,
  });
  const cards = rows.map(({ uid: card }) => ({ card }));
  const { session } = await client.call('study.start', { scope: {} });
  const notes = await Promise.all(cards.slice(0, 20).map((asked) => client.call('notes.read', asked)));
  const fields = notes.map((note) => ({ noteType: note.noteType.uid, fields: note.fields }));
  const {
    test: { uid: test },
  } = await client.call('assessments.start', {
    about: { kind: 'course', uid: course?.uid ?? '' },
    options: { questions: 200, format: 'mixed', askConfidence: false, limitMinutes: null, reschedule: false },
  });
  return {
    'library.tree': [{}],
    'policies.list': [{}],
    'twin.history': [{}],
    'twin.rhythm': [{}],
    'twin.memory': [{}],
    'twin.patterns': [{}],
    'twin.patternTimeline': [{}],
    'twin.events': [{ type: 'BREAK_STARTED', limit: 100 }],
    'twin.activity': [{}, { year: new Date().getUTCFullYear() - 1 }],
    'twin.load': [{}],
    'twin.predictions': [
      { state: 'standing', limit: 100 },
      { state: 'ended', limit: 100 },
    ],
    'twin.evidence': [
      { ask: { of: 'hours', cells: [9], days: 'all' }, offset: 0, limit: 200 },
      { ask: { of: 'curve' }, offset: 0, limit: 200 },
    ],
    'twin.headsUp': [{}],
    'twin.recallModel': [{}],
    'twin.cardRecall': cards,
    'twin.atRiskToday': [{}],
    'twin.indicators': [{}],
    'twin.health': [{}],
    'twin.scorecard': [{ model: null }],
    'twin.burnout': [{}],
    'twin.stressPatterns': [{}],
    'twin.loadAgainstPerformance': [{}],
    'twin.loadDays': [{}],
    'twin.loadTimeline': [7, 90].map((days) => ({ days })),
    'exchange.exportCounts': scopes.map((scope) => ({ scope })),
    'library.cards': list,
    'library.select': ['', 'a', 'is:due'].map((search) => ({ scope: {}, search, limit: 5000 })),
    'library.card': cards,
    'library.find': ['o', 'os', 'osmosis', 'matrix ten', 'lecture', 'zzz'].map((text) => ({
      text,
      limit: 20,
    })),
    'leeches.list': [{ scope: {}, limit: 100 }],
    'leeches.reasons': cards,
    'notes.read': cards,
    'notes.preview': fields.map((note) => ({ ...note, tags: [] })),
    'notes.duplicates': fields.map((note) => ({ noteType: note.noteType, field: note.fields[0] ?? '' })),
    'notes.types': [{}],
    'notes.tags': ['', 'a', 'year'].map((prefix) => ({ prefix, limit: 20 })),
    'library.media': [{ name: 'none.png' }],
    'study.today': [{}],
    'study.current': [{}],
    'study.countCustom': [{ scope: {}, custom: { kind: 'cram', limit: 9999, order: 'retrievability' } }],
    'exams.list': [{}],
    'assessments.count': course === undefined ? [] : [{ about: { kind: 'course', uid: course.uid } }],
    'assessments.at': [{ test }],
    'assessments.check': [{ test, place: 0, given: 'osmosis' }],
    'assessments.result': [{ test }],
    'assessments.list': [{ limit: 100 }],
    'presets.list': [{}],
    'presets.effective': course === undefined ? [] : [{ kind: 'course', uid: course.uid }],
    'parameters.status': [{}],
    'parameters.previewReschedule': [{}],
    'parameters.workload': [{}],
    'study.summary': [{ session: session.uid }],
    'study.cardInfo': cards,
    'settings.read': [{}],
    'store.undoState': [{}],
    'twin.privacy': [{}],
    'twin.parts': [{}],
    'store.info': [{}],
    'backups.list': [{}],
    'backups.status': [{}],
    'history.list': [{ limit: 60 }],
    'trash.list': [{}],
    'profiles.list': [{}],
    'jobs.list': [{}],
    'twin.models': [{}],
  };
};

/** P95 of every query procedure of the contract through a transport, in a large store. */
export const rpcBench: Bench = async (options) => {
  const { folder, remove } = await benchProfile(options);
  const service = await openService(folder);
  const pair = inProcessPair();
  service.server.connect(pair.server, { caller: 'page' });
  const client = createClient<AppContract>(pair.client);
  const result: BenchRow[] = [];
  try {
    const inputs = await inputsFor(client);
    for (const name of Object.keys(inputs) as QueryName<AppContract>[]) {
      const own: readonly unknown[] = inputs[name];
      const samples: number[] = [];
      for (let round = 0; round < Math.max(options.rounds || rounds, own.length); round += 1) {
        // Checked border: the table above is typed by name; a loop over names loses which is which.
        samples.push(await timed(() => client.call(name, own[round % own.length] as never)));
      }
      result.push({ procedure: name, ...latency(samples), bar: 'P95 < 200 ms' });
    }
    const missing = Object.entries(contract).filter(
      ([name, { kind }]) => kind === 'query' && !(name in inputs),
    );
    if (missing.length > 0)
      throw new Error(`queries without a measurement: ${missing.map(([name]) => name).join(', ')}`);
    return result;
  } finally {
    client.close();
    await service.close();
    remove();
  }
};
