import { Autocomplete } from 'react-aria-components/Autocomplete';
import { Button } from 'react-aria-components/Button';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { Popover } from 'react-aria-components/Popover';
import { Input, SearchField } from 'react-aria-components/SearchField';
import { Label, Select as AriaSelect, SelectValue } from 'react-aria-components/Select';
import { Text } from 'react-aria-components/Text';
import { Check, ChevronDown } from 'lucide-react';
import { common } from '../i18n/en/common.ts';
import { cx } from './cx.ts';
import css from './field.module.css';
import { hasWords } from './has-words.ts';
import menu from './menu.module.css';

type SelectProps<Value extends string> = {
  label: string;
  hint?: string;
  value: Value;
  options: readonly { id: Value; label: string }[];
  onChange: (value: Value) => void;
};

/** More than fit on a small screen are found by their words. */
const longFrom = 15;

export function Select<Value extends string>({ label, hint, value, options, onChange }: SelectProps<Value>) {
  const isLong = options.length >= longFrom;
  return (
    <AriaSelect
      className={css.row ?? ''}
      value={value}
      // While what can be chosen is under way.
      placeholder="–"
      onChange={(key) => {
        const chosen = options.find((option) => option.id === key);
        if (chosen !== undefined && chosen.id !== value) onChange(chosen.id);
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
        <Button className={css.select ?? ''}>
          <SelectValue />
          <ChevronDown size={16} aria-hidden />
        </Button>
      </div>
      <Popover className={cx(menu.popover, isLong && css.longPopover)}>
        {isLong ? (
          <Autocomplete filter={hasWords}>
            <SearchField aria-label={common.find} autoFocus className={css.find ?? ''}>
              <Input className={css.input ?? ''} placeholder={common.find} />
            </SearchField>
            <Choices options={options} />
          </Autocomplete>
        ) : (
          <Choices options={options} />
        )}
      </Popover>
    </AriaSelect>
  );
}

function Choices({ options }: { options: readonly { id: string; label: string }[] }) {
  return (
    <ListBox
      className={css.list ?? ''}
      items={options}
      renderEmptyState={() => <p className={css.noChoice}>{common.noChoice}</p>}
    >
      {(option) => (
        <ListBoxItem id={option.id} textValue={option.label} className={css.option ?? ''}>
          {({ isSelected }) => (
            <>
              <span className={css.check}>{isSelected ? <Check size={16} aria-hidden /> : null}</span>
              {option.label}
            </>
          )}
        </ListBoxItem>
      )}
    </ListBox>
  );
}
