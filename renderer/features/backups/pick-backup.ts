import { backups as words } from '../../i18n/en/backups.ts';

/** Asks the system for a backup that lies somewhere else. */
export function pickBackup(onPick: (file: File) => void): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = words.files;
  input.addEventListener('change', () => {
    const [file] = input.files ?? [];
    if (file !== undefined) onPick(file);
  });
  input.click();
}
