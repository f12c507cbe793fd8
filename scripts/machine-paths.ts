// Nothing in the tree may name a path of one machine: such a line works here and nowhere else.
import { homedir } from 'node:os';
import { basename, dirname } from 'node:path';

/** Folders that exist on the machine of the person who wrote the line. */
const ALWAYS = [
  ...['work', 'root', 'tmp'].map((name) => `/${name}/`),
  String.raw`/opt/n\d`,
  String.raw`[A-Z]:\\Users\\`,
];

/** A path starts a word: behind the name of a host, a dot or a variable it does not count. */
const BEFORE = String.raw`(?<![\w.:/$}~*)-])`;

export function machinePathPattern(root: string, home = homedir()): RegExp {
  const parents = [root, dirname(root), home].filter((path) => basename(path) !== '');
  const own = parents.map((path) => `${path.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}/`);
  return new RegExp(`${BEFORE}(?:${[...ALWAYS, ...own].join('|')})`);
}

/** One line for each line of `files` that names such a path. */
export function findMachinePaths(files: ReadonlyMap<string, string>, pattern: RegExp): string[] {
  return [...files].flatMap(([name, text]) =>
    text
      .split('\n')
      .flatMap((line, index) =>
        pattern.test(line)
          ? [`${name}:${index + 1} names a path of one machine: ${line.trim().slice(0, 120)}`]
          : [],
      ),
  );
}
