import type { WebContents } from 'electron';
import { ruleRestart } from './restart-rules.ts';

export type PageParts = {
  now(): number;
  load(): void;
  note(what: string): void;
  /** It ends again and again: a person decides. */
  onTrouble(code: number): void;
};

/** Loads the page again when its process has ended: an empty window says nothing, and a kiosk could not even be closed. */
export const keepPage = (contents: WebContents, { now, load, note, onTrouble }: PageParts): void => {
  const ends: number[] = [];
  contents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reason === 'clean-exit') return;
    note(`the process of the page has ended: ${reason}, ${exitCode}`);
    ends.push(now());
    const rule = ruleRestart(ends);
    if (rule.kind === 'restart') setTimeout(load, rule.afterMs);
    else {
      ends.length = 0;
      onTrouble(exitCode);
    }
  });
};
