import { describe, expect, it } from 'vitest';
import { parseSync, Visitor, type ESTree } from 'vite';
import { cardsContract } from '#core/study/cards/contract.ts';
import { commandName } from './en/app.ts';

const sources = import.meta.glob<string>(
  ['../../core/**/*.ts', '!../../core/**/*.test.ts', '!../../core/**/testing/**'],
  { query: '?raw', import: 'default', eager: true },
);

const isBookkeeping = (options: ESTree.Argument | undefined): boolean =>
  options?.type === 'ObjectExpression' &&
  options.properties.some(
    (property) =>
      property.type === 'Property' && property.key.type === 'Identifier' && property.key.name === 'noUndo',
  );

/** Names of the writes in a file that the owner can take back: `store.write('feature.verb', …)` without `noUndo`. */
const undoableWrites = (file: string, source: string): string[] => {
  const found: string[] = [];
  const { program, errors } = parseSync(file, source, { lang: 'ts' });
  if (errors.length > 0) throw new Error(`${file} does not parse`);
  new Visitor({
    CallExpression({ callee, arguments: [name, , options] }) {
      const isWrite =
        callee.type === 'MemberExpression' &&
        callee.property.type === 'Identifier' &&
        callee.property.name === 'write';
      if (!isWrite || name?.type !== 'Literal' || typeof name.value !== 'string') return;
      if (/^[a-z]+\.[a-zA-Z]+$/.test(name.value) && !isBookkeeping(options)) found.push(name.value);
    },
  }).visit(program);
  return found;
};

const named = Object.entries(sources).flatMap(([file, source]) => undoableWrites(file, source));
// These share one function that takes the name.
const ofCards = Object.entries(cardsContract)
  .filter(([, { kind }]) => kind === 'command')
  .map(([name]) => name);
const commands = [...new Set([...named, ...ofCards])].toSorted();

describe('what the toast and the history say', () => {
  it('finds the writes', () => {
    expect(commands.length).toBeGreaterThan(25);
    expect(commands).toContain('presets.assign');
  });

  it.each(commands)('has words for %s', (command) => {
    expect(commandName(command, '')).not.toBe('change');
  });
});
