import { errorSentence } from '../i18n/error-sentence.ts';
import { showToast } from '../ui/toast.ts';

/** Says in a toast why something failed. */
export function reportFailure(error: unknown): void {
  showToast({ text: errorSentence(error), tone: 'bad' });
}
