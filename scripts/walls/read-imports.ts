// The imports of a source file, as the parser sees them: comments and strings that look like imports do not count.
import { parseSync, Visitor } from 'vite';

export interface Import {
  readonly specifier: string;
  readonly line: number;
  /** Erased before the program runs. */
  readonly typeOnly: boolean;
}

/** A literal argument of import(). */
const QUOTED = /^\s*(['"`])([^'"`$]+)\1\s*$/;

export function readImports(file: string, source: string): Import[] {
  const parsed = parseSync(file, source);
  const syntax = parsed.errors[0];
  if (syntax !== undefined) throw new Error(`${file}: ${syntax.message}`);

  const lineOf = (offset: number): number => source.slice(0, offset).split('\n').length;
  const found: Import[] = [];

  for (const statement of parsed.module.staticImports) {
    const { entries, moduleRequest, start } = statement;
    // `import './x.ts'` has no entries and runs.
    const typeOnly = entries.length > 0 && entries.every((entry) => entry.isType);
    found.push({ specifier: moduleRequest.value, line: lineOf(start), typeOnly });
  }
  for (const statement of parsed.module.staticExports) {
    for (const entry of statement.entries) {
      if (entry.moduleRequest === null || entry.moduleRequest === undefined) continue;
      found.push({ specifier: entry.moduleRequest.value, line: lineOf(entry.start), typeOnly: entry.isType });
    }
  }
  for (const { moduleRequest, start } of parsed.module.dynamicImports) {
    const specifier = QUOTED.exec(source.slice(moduleRequest.start, moduleRequest.end))?.[2];
    if (specifier !== undefined) found.push({ specifier, line: lineOf(start), typeOnly: false });
  }
  if (/\bimport\s*\(/.test(source)) {
    const types = new Visitor({
      TSImportType: ({ source: { value }, start }) => {
        found.push({ specifier: value, line: lineOf(start), typeOnly: true });
      },
    });
    types.visit(parsed.program);
  }
  return found;
}
