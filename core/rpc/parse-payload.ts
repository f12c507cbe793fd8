import type { Procedure } from './contract.ts';
import { RpcError } from './errors.ts';
import type { InputIssue, JsonValue } from './errors.ts';

interface SchemaIssue {
  readonly path: readonly PropertyKey[];
  readonly code: string;
  readonly message: string;
}

const maxIssues = 20;
const maxMessageLength = 200;

/** The input as its schema gives it. Throws RpcError 'invalid' with `details.issues`, at most 20 of them. */
export function parseInput(procedure: Procedure, input: unknown): unknown {
  const parsed = procedure.input.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new RpcError('invalid', { issues: toIssues(parsed.error.issues) });
}

/** The output as its schema gives it. Throws a plain Error, a defect of ours, that names the first misfit. */
export function parseOutput(procedure: Procedure, name: string, output: unknown): unknown {
  const parsed = procedure.output.safeParse(output);
  if (parsed.success) return parsed.data;
  throw new Error(`${name} produced an invalid output: ${JSON.stringify(toIssues(parsed.error.issues))}`);
}

function toIssues(issues: readonly SchemaIssue[]): JsonValue[] {
  return issues.slice(0, maxIssues).map((issue) => {
    const path = issue.path.map((key) => (typeof key === 'number' ? key : String(key)));
    return { path, code: issue.code, message: issue.message.slice(0, maxMessageLength) } satisfies InputIssue;
  });
}
