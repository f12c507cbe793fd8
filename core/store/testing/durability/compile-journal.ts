import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const compilers = ['cc', 'gcc', 'clang'];

const findCompiler = (): string | undefined =>
  compilers.find((name) => spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0);

/** Why the journal cannot be kept on this machine; undefined: it can. */
export const journalMissing = (): string | undefined => {
  if (process.platform !== 'linux') return 'the journal of writes needs Linux';
  return findCompiler() === undefined ? 'no C compiler: install gcc' : undefined;
};

/** Compiles one of the libraries beside this file, and returns its path. */
const compile = (name: 'journal' | 'faults', folder: string): string => {
  const library = join(folder, `${name}.so`);
  const source = fileURLToPath(new URL(`./${name}.c`, import.meta.url));
  const options = ['-shared', '-fPIC', '-O1', '-Wall', '-Wextra', '-Werror', '-o', library, source];
  const { status, stderr } = spawnSync(findCompiler() ?? 'cc', [...options, '-ldl', '-lpthread'], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`the ${name} library does not compile: ${stderr}`);
  return library;
};

/** Compiles the library that journals a program's writes into a folder, and returns its path. */
export const compileJournal = (folder: string): string => compile('journal', folder);

/** Compiles the library that lets one call of a program fail, and returns its path. */
export const compileFaults = (folder: string): string => compile('faults', folder);

export type JournalFiles = {
  library: string;
  /** Written by the library. */
  journal: string;
  /** What is changed below it is journaled. Its path has no links. */
  folder: string;
  /** The program writes its acknowledgements to this file. */
  marks: string;
};

/** The environment for a program whose writes are to be journaled. */
export const journalEnvironment = (files: JournalFiles): NodeJS.ProcessEnv => ({
  ...process.env,
  LD_PRELOAD: files.library,
  AMERICANO_JOURNAL: files.journal,
  AMERICANO_JOURNAL_FOLDER: files.folder,
  AMERICANO_JOURNAL_MARKS: files.marks,
});
