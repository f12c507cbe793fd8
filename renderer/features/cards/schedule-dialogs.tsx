import { cardWords } from '../../i18n/en/cards.ts';
import { cardCommands } from './card-commands.ts';
import { DaysDialog } from './days-dialog.tsx';
import { parseDue } from './parse-due.ts';

type ScheduleDialogProps = { cards: readonly string[]; onClose: () => void; onDone: () => void };

export function DueDialog({ cards, onClose, onDone }: ScheduleDialogProps) {
  return (
    <DaysDialog
      title={cardWords.dueTitle(cards.length)}
      label={cardWords.dueLabel}
      hint={cardWords.dueHint}
      wrong={cardWords.dueWrong}
      initial="1"
      parse={parseDue}
      preview={({ fromDays, toDays, setInterval }) => cardWords.duePreview(fromDays, toDays, setInterval)}
      onClose={onClose}
      onSave={(due) => {
        onClose();
        void cardCommands.setDue(cards, due).then((changed) => changed && onDone());
      }}
    />
  );
}

const longestDays = 3650;

function parseDays(text: string): number | undefined {
  const days = /^\d{1,4}$/.test(text.trim()) ? Number(text) : 0;
  return days >= 1 && days <= longestDays ? days : undefined;
}

export function PostponeDialog({ cards, onClose, onDone }: ScheduleDialogProps) {
  return (
    <DaysDialog
      title={cardWords.postponeTitle(cards.length)}
      label={cardWords.postponeLabel}
      hint={cardWords.postponeHint}
      wrong={cardWords.postponeWrong}
      initial="7"
      parse={parseDays}
      preview={cardWords.postponePreview}
      onClose={onClose}
      onSave={(days) => {
        onClose();
        void cardCommands.postpone(cards, days).then((changed) => changed && onDone());
      }}
    />
  );
}
