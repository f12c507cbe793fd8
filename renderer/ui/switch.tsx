import { SwitchButton, SwitchField } from 'react-aria-components/Switch';
import css from './field.module.css';

type SwitchProps = {
  label: string;
  hint?: string;
  isSelected: boolean;
  onChange: (isSelected: boolean) => void;
};

export function Switch({ label, hint, isSelected, onChange }: SwitchProps) {
  return (
    <SwitchField isSelected={isSelected} onChange={onChange}>
      <SwitchButton className={css.switch ?? ''}>
        <span>
          <span className={css.label}>{label}</span>
          {hint === undefined ? null : (
            <>
              <br />
              <span className={css.hint}>{hint}</span>
            </>
          )}
        </span>
        <span className={css.track} aria-hidden="true" />
      </SwitchButton>
    </SwitchField>
  );
}
