import { NOT_ASKED, type Answers } from '#ml/knowledge/answers.ts';
import { answersFrom, readText, type AnswerRow, type NamedThings } from './answers.ts';

/** Rows of a comma separated file with quoted fields. */
function* csvRows(text: string): Generator<string[], void> {
  const field = /("(?:[^"]|"")*"|[^,\n\r]*)(,|\r?\n|$)/gy;
  let row: string[] = [];
  while (field.lastIndex < text.length) {
    const match = field.exec(text);
    if (match === null) throw new Error(`not a comma separated file at character ${field.lastIndex}`);
    const [, value = '', end] = match;
    row.push(value.startsWith('"') ? value.slice(1, -1).replaceAll('""', '"') : value);
    if (end === ',') continue;
    yield row;
    row = [];
  }
  if (row.length > 0) yield row;
}

const outcomes: Record<string, number> = { CORRECT: 1, INCORRECT: 0, STUDY: NOT_ASKED };

/**
 * The cloze practice of the data folder. The item was shown at Response.Time − End.Latency: the moment of the answer
 * would hold its duration.
 */
export const readCloze = (path: string, things: NamedThings): Answers => {
  const table = csvRows(readText(path));
  const names = table.next().value ?? [];
  const place = (name: string): number => {
    const found = names.indexOf(name);
    if (found < 0) throw new Error(`${path} has no column ${name}`);
    return found;
  };
  const [learner, item, skill, outcome, at, latency] = [
    'Anon.Student.Id', 'KC..Default.', 'KC..Cluster.', 'Outcome', 'CF..Response.Time.', 'CF..End.Latency.',
  ].map(place) as [number, number, number, number, number, number]; // prettier-ignore
  const rows: AnswerRow[] = [];
  for (const values of table) {
    const result = outcomes[values[outcome] ?? ''];
    const moment = Number(values[at]);
    if (result === undefined || !Number.isFinite(moment))
      throw new Error(`${path}, row ${rows.length + 2}: no outcome or no moment`);
    const duration = Number(values[latency]);
    rows.push({
      learner: values[learner]!,
      item: values[item]!,
      skill: values[skill]!,
      outcome: result,
      shownAt: moment - Math.max(0, duration),
      duration: duration > 0 ? duration : Number.NaN,
    });
  }
  return answersFrom(rows, things, { times: true, durations: true });
};
