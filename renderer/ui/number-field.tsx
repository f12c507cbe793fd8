import { Button } from 'react-aria-components/Button';
import { Group } from 'react-aria-components/Group';
import { Input, Label, NumberField as AriaNumberField } from 'react-aria-components/NumberField';
import { Text } from 'react-aria-components/Text';
import { Minus, Plus } from 'lucide-react';
import css from './field.module.css';

type NumberFieldProps = {
  label: string;
  hint?: string;
  value: number;
  min: number;
  max: number;
  step?: number;
  format?: Intl.NumberFormatOptions;
  /** Called when the person leaves the field or steps, never on every key. */
  onChange: (value: number) => void;
};

export function NumberField({ label, hint, value, min, max, step = 1, format, onChange }: NumberFieldProps) {
  return (
    <AriaNumberField
      className={css.row ?? ''}
      value={value}
      minValue={min}
      maxValue={max}
      step={step}
      formatOptions={format ?? {}}
      onChange={(next) => {
        if (Number.isFinite(next) && next !== value) onChange(next);
      }}
    >
      <div className={css.words}>
        <Label className={css.label ?? ''}>{label}</Label>
        {hint === undefined ? null : (
          <Text slot="description" className={css.hint ?? ''}>
            {hint}
          </Text>
        )}
      </div>
      <div className={css.control}>
        <Group className={css.group ?? ''}>
          <Button slot="decrement" className={css.step ?? ''}>
            <Minus size={16} aria-hidden />
          </Button>
          <Input className={css.number ?? ''} />
          <Button slot="increment" className={css.step ?? ''}>
            <Plus size={16} aria-hidden />
          </Button>
        </Group>
      </div>
    </AriaNumberField>
  );
}
