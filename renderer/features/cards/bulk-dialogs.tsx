import { useState } from 'react';
import { Text } from 'react-aria-components/Text';
import { Input, Label, TextField } from 'react-aria-components/TextField';
import { cardWords } from '../../i18n/en/cards.ts';
import { common } from '../../i18n/en/common.ts';
import { useServiceQuery } from '../../transport/use-service.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import field from '../../ui/field.module.css';
import { Select } from '../../ui/select.tsx';
import { cardCommands } from './card-commands.ts';
import css from './cards.module.css';
import { lectureOptions } from './lecture-options.ts';
import { tagsIn } from './tags-in.ts';

type BulkDialogProps = { cards: readonly string[]; onClose: () => void; onDone: () => void };

/** Adds and takes away tags of many notes. */
export function TagDialog({ cards, onClose, onDone }: BulkDialogProps) {
  const [add, setAdd] = useState('');
  const [remove, setRemove] = useState('');
  const nothing = tagsIn(add).length + tagsIn(remove).length === 0;
  const save = () => {
    if (nothing) return;
    onClose();
    void cardCommands.tag(cards, tagsIn(add), tagsIn(remove)).then((changed) => changed && onDone());
  };
  return (
    <Dialog
      title={cardWords.tagTitle(cards.length)}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{common.cancel}</Button>
          <Button variant="primary" isDisabled={nothing} onPress={save}>
            {cardWords.save}
          </Button>
        </>
      }
    >
      <div className={css.fields}>
        <Words label={cardWords.tagAdd} value={add} onChange={setAdd} onEnter={save} autoFocus />
        <Words label={cardWords.tagRemove} value={remove} onChange={setRemove} onEnter={save} />
      </div>
    </Dialog>
  );
}

type WordsProps = {
  label: string;
  value: string;
  onChange: (value: string) => void;
  onEnter: () => void;
  autoFocus?: boolean;
};

function Words({ label, value, onChange, onEnter, autoFocus = false }: WordsProps) {
  return (
    <TextField
      autoFocus={autoFocus}
      className={field.field ?? ''}
      value={value}
      onChange={onChange}
      maxLength={2000}
      onKeyDown={(event) => {
        if (event.key === 'Enter') onEnter();
        else event.continuePropagation();
      }}
    >
      <Label className={field.label ?? ''}>{label}</Label>
      <Input className={field.input ?? ''} />
      <Text slot="description" className={field.hint ?? ''}>
        {cardWords.tagHint}
      </Text>
    </TextField>
  );
}

/** Chooses the lecture that cards move to. */
export function MoveDialog({ cards, onClose, onDone }: BulkDialogProps) {
  const tree = useServiceQuery('library.tree', {});
  const options = lectureOptions(tree.data?.courses ?? []);
  const [chosen, setChosen] = useState('');
  const lecture = chosen === '' ? (options[0]?.id ?? '') : chosen;
  return (
    <Dialog
      title={cardWords.moveTitle(cards.length)}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{common.cancel}</Button>
          <Button
            variant="primary"
            isDisabled={lecture === ''}
            onPress={() => {
              onClose();
              void cardCommands.move(cards, lecture).then((changed) => changed && onDone());
            }}
          >
            {cardWords.moveNow}
          </Button>
        </>
      }
    >
      <Select label={cardWords.moveTo} value={lecture} options={options} onChange={setChosen} />
    </Dialog>
  );
}
