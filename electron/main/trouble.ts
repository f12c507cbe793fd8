import { dialog, shell } from 'electron';
import { shellWords as words } from '#renderer/i18n/en/shell.ts';

export type TroubleParts = {
  sentence: string | undefined;
  code: number;
  profileFolder: string;
  /** Then there is nothing to do but to try again: no folder to look into, and no end. */
  isKiosk: boolean;
};
export type TroubleChoice = 'again' | 'quit';

/**
 * The service cannot open the profile, or ends again and again: says what is known, and that nothing recorded is lost.
 * The folder can be looked at as often as a person likes.
 */
export const askAboutTrouble = async ({
  sentence,
  code,
  profileFolder,
  isKiosk,
}: TroubleParts): Promise<TroubleChoice> => {
  const buttons = isKiosk ? [words.tryAgain] : [words.tryAgain, words.openFolder, words.quit];
  for (;;) {
    const { response } = await dialog.showMessageBox({
      type: 'warning',
      title: words.troubleTitle,
      message: sentence ?? words.crashed(code),
      detail: words.nothingLost(profileFolder),
      buttons,
      defaultId: 0,
      cancelId: buttons.length - 1,
      noLink: true,
    });
    if (response === 0) return 'again';
    if (response === 2) return 'quit';
    await shell.openPath(profileFolder);
  }
};
