import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import { Dialog as AriaDialog } from 'react-aria-components/Dialog';
import { Heading } from 'react-aria-components/Heading';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { X } from 'lucide-react';
import { common } from '../i18n/en/common.ts';
import { IconButton } from './button.tsx';
import { cx } from './cx.ts';
import css from './dialog.module.css';
import { keepFocus } from './keep-focus.ts';
import { useScrolls } from './use-scrolls.ts';

type DialogProps = {
  title: string;
  isOpen: boolean;
  onClose: () => void;
  children: ReactNode;
  /** Buttons at the foot; the last one is the one to take. */
  actions?: ReactNode;
  size?: 'narrow' | 'wide';
  /** A command palette shows no title; it is still named for screen readers. */
  bare?: boolean;
  /** While work runs that a click outside should not leave. */
  stays?: boolean;
};

export function Dialog({
  title,
  isOpen,
  onClose,
  children,
  actions,
  size = 'narrow',
  bare,
  stays,
}: DialogProps) {
  return (
    <ModalOverlay
      className={cx(css.overlay, bare && css.high)}
      isOpen={isOpen}
      isDismissable={stays !== true}
      isKeyboardDismissDisabled={stays === true}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <Modal className={cx(css.modal, css[size])}>
        <AriaDialog className={css.dialog ?? ''} {...(bare ? { 'aria-label': title } : {})}>
          {bare ? null : (
            <header className={css.head}>
              <Heading slot="title" className={css.title ?? ''}>
                {title}
              </Heading>
              {stays ? null : (
                <IconButton label={common.close} onPress={onClose}>
                  <X size={18} aria-hidden />
                </IconButton>
              )}
            </header>
          )}
          {bare ? <div className={css.bareBody}>{children}</div> : <Body title={title}>{children}</Body>}
          {actions === undefined ? null : <footer className={css.foot}>{actions}</footer>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

function Body({ title, children }: { title: string; children: ReactNode }) {
  useEffect(() => keepFocus, []);
  const box = useRef<HTMLDivElement>(null);
  const scrolls = useScrolls(box);
  return (
    <div
      ref={box}
      className={css.body}
      {...(scrolls ? { tabIndex: 0, role: 'region', 'aria-label': title } : {})}
    >
      {children}
    </div>
  );
}
