import type { Answers } from '#ml/knowledge/answers.ts';
import { answersFrom, readText, type AnswerRow, type NamedThings } from './answers.ts';

const valuesOf = (line: string | undefined): string[] =>
  (line ?? '').split(',').map((value) => value.trim()).filter((value) => value !== ''); // prettier-ignore

/** The length that the first line of a learner tells; NaN where it is none. */
const lengthOf = (line: string | undefined): number => Number(valuesOf(line).at(-1) ?? Number.NaN);

/** Where the learners begin, if each has so many lines: the first tells how many values the others have. */
const startsOf = (lines: readonly string[], size: number): number[] | undefined => {
  const starts: number[] = [];
  // Of a learner without answers the other lines are blank, and blank lines are gone.
  for (let start = 0; start < lines.length; start += lengthOf(lines[start]) === 0 ? 1 : size) {
    const length = lengthOf(lines[start]);
    if (!Number.isInteger(length) || length < 0) return undefined;
    if (length === 0) continue;
    const others = lines.slice(start + 1, start + size);
    if (others.length < size - 1 || others.some((line) => valuesOf(line).length !== length)) return undefined;
    starts.push(start);
  }
  return starts;
};

/**
 * Sequences as knowledge-tracing papers publish them (Ghosh et al. 2020): per learner three lines ("user,length",
 * skills, answers) or four (with question ids before the skills). Without question ids a skill is its own item.
 */
export const readAkt = (path: string, things: NamedThings): Answers => {
  const lines = readText(path)
    .split(/\r?\n/u)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  if (lines.length === 0) throw new Error(`${path} has no lines`);
  const [three, four] = [startsOf(lines, 3), startsOf(lines, 4)];
  const starts = three ?? four;
  if (starts === undefined)
    throw new Error(
      `${path}: not groups of three or four lines, the first "user,length" and the others of that length`,
    );
  const size = three === undefined ? 4 : 3;
  const rows: AnswerRow[] = [];
  for (const start of starts) {
    const group = lines.slice(start, start + size).map(valuesOf);
    const [user = ''] = group[0] ?? [];
    const answers = group[size - 1] ?? [];
    const skills = group[size - 2] ?? [];
    const items = size === 4 ? (group[1] ?? []) : skills;
    for (const [place, answer] of answers.entries()) {
      const outcome = Number(answer);
      if (outcome !== 0 && outcome !== 1)
        throw new Error(`${path}, line ${start + size}: ${answer} is neither 0 nor 1`);
      rows.push({
        // The same user may have several sequences; each stands alone.
        learner: `${user} ${start}`,
        item: items[place]!,
        skill: skills[place]!,
        outcome,
        shownAt: 0,
        duration: Number.NaN,
      });
    }
  }
  return answersFrom(rows, things, { times: false, durations: false });
};
