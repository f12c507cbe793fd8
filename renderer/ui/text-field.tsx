import { useState } from 'react';
import { FieldError } from 'react-aria-components/FieldError';
import { Text } from 'react-aria-components/Text';
import { Input, Label, TextField as AriaTextField } from 'react-aria-components/TextField';
import css from './field.module.css';

type TextFieldProps = {
  label: string;
  hint?: string;
  value: string;
  /** A sentence when the text cannot be used, else undefined. */
  check?: (text: string) => string | undefined;
  /** Called with a text that passed the check, when the field is left or Enter is pressed. */
  onCommit: (text: string) => void;
};

export function TextField({ label, hint, value, check, onCommit }: TextFieldProps) {
  const [draft, setDraft] = useState<string>();
  const text = draft ?? value;
  const problem = draft === undefined ? undefined : check?.(text.trim());
  const commit = () => {
    const next = text.trim();
    if (draft === undefined || problem !== undefined) return;
    setDraft(undefined);
    if (next !== value) onCommit(next);
  };
  return (
    <AriaTextField
      className={css.row ?? ''}
      value={text}
      onChange={setDraft}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter') commit();
        else event.continuePropagation();
      }}
      isInvalid={problem !== undefined}
    >
      <div className={css.words}>
        <Label className={css.label ?? ''}>{label}</Label>
        {hint === undefined ? null : (
          <Text slot="description" className={css.hint ?? ''}>
            {hint}
          </Text>
        )}
        <FieldError className={css.error ?? ''}>{problem}</FieldError>
      </div>
      <div className={css.control}>
        <Input className={css.input ?? ''} />
      </div>
    </AriaTextField>
  );
}
