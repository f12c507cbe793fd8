import type { ReactNode } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import type { ButtonProps as AriaButtonProps } from 'react-aria-components/Button';
import css from './button.module.css';
import { cx } from './cx.ts';

type ButtonProps = Omit<AriaButtonProps, 'className' | 'style' | 'children'> & {
  variant?: 'primary' | 'secondary' | 'quiet' | 'danger';
  icon?: ReactNode;
  children: ReactNode;
};

export function Button({ variant = 'secondary', icon, children, ...rest }: ButtonProps) {
  return (
    <AriaButton {...rest} className={cx(css.button, css[variant])}>
      {icon}
      {children}
    </AriaButton>
  );
}

type IconButtonProps = Omit<AriaButtonProps, 'className' | 'style' | 'children' | 'aria-label'> & {
  label: string;
  children: ReactNode;
};

export function IconButton({ label, children, ...rest }: IconButtonProps) {
  return (
    <AriaButton {...rest} aria-label={label} className={cx(css.button, css.quiet, css.iconOnly)}>
      {children}
    </AriaButton>
  );
}
