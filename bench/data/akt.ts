import type { Answers } from '#ml/knowledge/answers.ts';
import { answersFrom, readText, type AnswerRow, type NamedThings } from './answers.ts';

/** Lines a learner has: "user,length", skills, answers; or with question ids before the skills. */
const linesOf = (path: string, lines: readonly string[]): 3 | 4 => {
  for (const size of [3, 4] as const) {
    const fits = (start: number): boolean => {
      const length = Number(lines[start]?.split(',').at(-1));
      const others = lines.slice(start + 1, start + size);
      return (
        Number.isInteger(length) &&
        others.length === size - 1 &&
        others.every((line) => line.split(',').filter((value) => value !== '').length === length)
      );
    };
    if (lines.length % size === 0 && [0, size].every((start) => start >= lines.length || fits(start)))
      return size;
  }
  throw new Error(`${path}: not groups of three or four lines that begin with "user,length"`);
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
  const size = linesOf(path, lines);
  const rows: AnswerRow[] = [];
  for (let start = 0; start < lines.length; start += size) {
    const group = lines
      .slice(start, start + size)
      .map((line) => line.split(',').filter((value) => value !== ''));
    const [user = ''] = group[0] ?? [];
    const answers = group[size - 1] ?? [];
    const skills = group[size - 2] ?? [];
    const items = size === 4 ? (group[1] ?? []) : skills;
    if (skills.length !== answers.length || items.length !== answers.length)
      throw new Error(`${path}, line ${start + 1}: ${answers.length} answers, ${skills.length} skills`);
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
