import { useState } from 'react';
import { FieldError } from 'react-aria-components/FieldError';
import { Text } from 'react-aria-components/Text';
import { Input, Label, TextField } from 'react-aria-components/TextField';
import { cardWords } from '../../i18n/en/cards.ts';
import { common } from '../../i18n/en/common.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import field from '../../ui/field.module.css';

type DaysDialogProps<Value> = {
  title: string;
  label: string;
  hint: string;
  wrong: string;
  initial: string;
  parse: (text: string) => Value | undefined;
  /** What will happen, in words. */
  preview: (value: Value) => string;
  onSave: (value: Value) => void;
  onClose: () => void;
};

/** Asks for a number of days and says what it will do. */
export function DaysDialog<Value>(props: DaysDialogProps<Value>) {
  const { title, label, hint, wrong, initial, parse, preview, onSave, onClose } = props;
  const [text, setText] = useState(initial);
  const value = parse(text);
  const save = () => {
    if (value !== undefined) onSave(value);
  };
  return (
    <Dialog
      title={title}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{common.cancel}</Button>
          <Button variant="primary" isDisabled={value === undefined} onPress={save}>
            {cardWords.save}
          </Button>
        </>
      }
    >
      <TextField
        autoFocus
        className={field.field ?? ''}
        value={text}
        onChange={setText}
        isInvalid={value === undefined}
        maxLength={20}
        onFocus={(event) => event.target instanceof HTMLInputElement && event.target.select()}
        onKeyDown={(event) => {
          if (event.key === 'Enter') save();
          else event.continuePropagation();
        }}
      >
        <Label className={field.label ?? ''}>{label}</Label>
        <Input className={field.input ?? ''} inputMode="numeric" />
        <Text slot="description" className={field.hint ?? ''}>
          {value === undefined ? hint : `${preview(value)} ${hint}`}
        </Text>
        <FieldError className={field.error ?? ''}>{wrong}</FieldError>
      </TextField>
    </Dialog>
  );
}
