import { useEffect, useState } from 'react';
import { app } from '../i18n/en/app.ts';
import { exchange } from '../i18n/en/exchange.ts';
import type { PackageSource } from '../transport/platform.ts';
import { sourceOf } from '../transport/send-file.ts';
import { showToast } from '../ui/toast.ts';
import { useFrame } from './frame-state.ts';
import css from './frame.module.css';
import { useForbidden } from './use-forbidden.ts';

/** Opens the import dialog for a file, or says why not. */
export function importFile(file: PackageSource | undefined): void {
  if (file === undefined) return;
  if (/\.(apkg|colpkg|anki2|anki21)$/i.test(file.name)) useFrame.setState({ importing: file });
  else showToast({ text: exchange.wrongFile, tone: 'bad' });
}

const importChosen = (file: File | undefined): void =>
  importFile(file === undefined ? undefined : sourceOf(file));

/** Asks the system for a package, or says at once that the institution wants none: nobody looks for a file in vain. */
export function usePickPackage(): () => void {
  const forbidden = useForbidden('ImportAllowed');
  return forbidden === undefined ? pickPackage : () => showToast({ text: forbidden, tone: 'bad' });
}

function pickPackage(): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = exchange.files;
  input.addEventListener('change', () => importChosen(input.files?.[0]));
  input.click();
}

/** The whole window takes a package that is dropped on it. */
export function DropPackage() {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const stop = new AbortController();
    const listen = (type: 'dragover' | 'dragleave' | 'drop', listener: (event: DragEvent) => void) =>
      window.addEventListener(type, listener, { signal: stop.signal });
    listen('dragover', (event) => {
      if (event.dataTransfer?.types.includes('Files') !== true) return;
      event.preventDefault();
      setOver(true);
    });
    listen('dragleave', (event) => {
      if (event.relatedTarget === null) setOver(false);
    });
    listen('drop', (event) => {
      event.preventDefault();
      setOver(false);
      importChosen(event.dataTransfer?.files[0]);
    });
    return () => stop.abort();
  }, []);
  if (!over) return null;
  return (
    <div className={css.drop}>
      <p className={css.dropTitle}>{app.dropTitle}</p>
      <p>{app.dropText}</p>
    </div>
  );
}
