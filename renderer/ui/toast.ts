import { create } from 'zustand';

export type Toast = {
  id: number;
  text: string;
  tone: 'plain' | 'bad';
  action?: { label: string; run: () => void };
};

type ToastState = { toasts: Toast[]; next: number };

export const useToasts = create<ToastState>(() => ({ toasts: [], next: 1 }));

/** Shows one sentence, and an action such as Undo, until it is dismissed or its time is over. */
export function showToast(toast: Omit<Toast, 'id' | 'tone'> & { tone?: Toast['tone'] }): void {
  useToasts.setState(({ toasts, next }) => ({
    // An action speaks of the latest change only, so an older offer to undo must not stay on screen.
    toasts: [
      ...toasts.filter((old) => old.action === undefined).slice(-2),
      { tone: 'plain', ...toast, id: next },
    ],
    next: next + 1,
  }));
}

export function dismissToast(id: number): void {
  useToasts.setState(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) }));
}
