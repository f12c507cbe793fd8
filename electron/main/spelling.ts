import type { Session } from 'electron';

/** Where Chromium would fetch dictionaries from, were it to: a name that leads nowhere, by its standard. */
const nowhere = 'https://dictionaries.invalid/';

/**
 * Spelling is checked with dictionaries of this machine alone: those of the system on macOS, else those of a folder or a
 * server that the owner or the institution names. Without one it is off; nothing is fetched from anybody else.
 * @returns whether spelling can be checked
 */
export const setSpelling = (
  session: Session,
  { platform, source }: { platform: NodeJS.Platform; source: string | undefined },
): boolean => {
  session.setSpellCheckerDictionaryDownloadURL(source ?? nowhere);
  const isOn = platform === 'darwin' || source !== undefined;
  session.setSpellCheckerEnabled(isOn);
  if (!isOn) session.setSpellCheckerLanguages([]);
  return isOn;
};
