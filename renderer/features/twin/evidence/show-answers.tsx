import { useState } from 'react';
import { ListTree } from 'lucide-react';
import { twinEvidence as words } from '../../../i18n/en/twin-evidence.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Select } from '../../../ui/select.tsx';
import { AnswerTable } from './answer-table.tsx';
import css from './evidence.module.css';
import type { Ask } from './use-answers.ts';

/** A number of a screen: what it is called there, and what it was counted from. */
export type Traced = { label: string; ask: Ask };

type ShowAnswersProps = {
  /** What the numbers are about, where a screen has several such buttons. */
  of: string;
  /** The first is shown first. Nothing is drawn without any. */
  numbers: readonly Traced[];
};

/** The way from a number to the answers it was counted from. */
export function ShowAnswers({ of, numbers }: ShowAnswersProps) {
  const [isOpen, setIsOpen] = useState(false);
  const [at, setAt] = useState('0');
  const chosen = numbers[Number(at)] ?? numbers[0];
  if (chosen === undefined) return null;
  return (
    <>
      <div className={css.way}>
        <Button
          variant="quiet"
          icon={<ListTree size={16} aria-hidden />}
          aria-label={words.showOf(of)}
          onPress={() => setIsOpen(true)}
        >
          {words.show}
        </Button>
      </div>
      <Dialog title={words.title(of)} isOpen={isOpen} onClose={() => setIsOpen(false)} size="wide">
        <div className={css.stack}>
          {numbers.length < 2 ? null : (
            <Select
              label={words.which}
              value={at}
              options={numbers.map(({ label }, index) => ({ id: String(index), label }))}
              onChange={setAt}
            />
          )}
          <AnswerTable key={at} ask={chosen.ask} label={chosen.label} />
        </div>
      </Dialog>
    </>
  );
}
