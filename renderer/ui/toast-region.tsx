import { useEffect, useState } from 'react';
import { X } from 'lucide-react';
import { common } from '../i18n/en/common.ts';
import { Button, IconButton } from './button.tsx';
import { cx } from './cx.ts';
import { dismissToast, useToasts } from './toast.ts';
import type { Toast } from './toast.ts';
import css from './toast.module.css';

const shownForMs = 10_000;

/** Toasts at the foot of the window. Their clock stands still while one is pointed at or focused. */
export function ToastRegion() {
  const toasts = useToasts((state) => state.toasts);
  return (
    <section className={css.region} aria-label={common.messages} aria-live="polite">
      {toasts.map((toast) => (
        <ToastView key={toast.id} toast={toast} />
      ))}
    </section>
  );
}

function ToastView({ toast }: { toast: Toast }) {
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (held) return undefined;
    const timer = setTimeout(() => dismissToast(toast.id), shownForMs);
    return () => clearTimeout(timer);
  }, [held, toast.id]);
  return (
    <div
      className={cx(css.toast, toast.tone === 'bad' && css.bad)}
      onMouseEnter={() => setHeld(true)}
      onMouseLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <p className={css.text}>{toast.text}</p>
      {toast.action === undefined ? null : (
        <Button
          variant="quiet"
          onPress={() => {
            toast.action?.run();
            dismissToast(toast.id);
          }}
        >
          {toast.action.label}
        </Button>
      )}
      <IconButton label={common.dismiss} onPress={() => dismissToast(toast.id)}>
        <X size={16} aria-hidden />
      </IconButton>
    </div>
  );
}
