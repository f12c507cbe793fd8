import { allow, refuse, type Ruling } from './rules.ts';
import { isOurPage } from './web-contents-rules.ts';

/** What a message says of the frame that sent it. */
export type Sender = { url: string; isMainFrame: boolean; isOurWindow: boolean } | null;

/** Who may say something to main: the page of the program, in the main frame of a window of the program. */
export const ruleSender = (sender: Sender): Ruling => {
  if (sender === null) return refuse('the frame is gone');
  if (!sender.isOurWindow) return refuse('not a window of the program');
  if (!sender.isMainFrame) return refuse('a frame within the page');
  return isOurPage(sender.url) ? allow('the page') : refuse('another page');
};
