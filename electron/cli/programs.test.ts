import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '#core/store/testing/temporary-folder.ts';

const program = (name: string): string => fileURLToPath(new URL(`./${name}.ts`, import.meta.url));

const run = async (
  name: string,
  args: readonly string[],
  input = '',
): Promise<{ code: number | null; out: string; err: string }> => {
  const child = spawn(process.execPath, [program(name), ...args], { cwd: temporaryFolder(), stdio: 'pipe' });
  child.stdin.end(input);
  const closed = new Promise<number | null>((resolve) => child.on('close', resolve));
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: await closed, out, err };
};

describe('the programs themselves', () => {
  it('cli: several calls at once take turns, and nothing but answers is on standard output', async () => {
    const profile = ['--profile', temporaryFolder()];
    const input = '{"values":{"study.newPerDay":2}}';
    const [today, changed] = await Promise.all([
      run('main', [...profile, 'call', 'study.today']),
      run('main', [...profile, 'call', 'settings.change', '-'], input),
    ]);
    expect([today.code, changed.code, today.err, changed.err]).toEqual([0, 0, '', '']);
    expect(JSON.parse(today.out)).toMatchObject({ hasCards: false });
    expect(JSON.parse(changed.out)).toMatchObject({ 'study.newPerDay': 2 });
    const checked = await run('verify', profile);
    expect(checked).toMatchObject({ code: 0, err: '' });
    const wrong = await run('main', ['call']);
    expect(wrong).toMatchObject({ code: 2, out: '' });
  }, 60_000);
});
