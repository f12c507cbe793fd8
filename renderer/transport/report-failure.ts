import { errorSentence } from '#renderer/i18n/error-sentence.ts';
import { showToast } from '#renderer/ui/toast.ts';

/** Says in a toast why something failed. */
export function reportFailure(error: unknown): void {
  showToast({ text: errorSentence(error), tone: 'bad' });
}
