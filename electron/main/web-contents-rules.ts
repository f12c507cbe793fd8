import { appOrigin, scheme } from '../shell/channels.ts';
import { allow, refuse, type Ruling } from './rules.ts';

/** A link is at most this long; longer ones are no links that a person could have meant. */
const longestLink = 2048;

/** Whether an address is a page of ours: exact scheme and host, no port, no user. */
export const isOurPage = (address: string): boolean => {
  const url = URL.parse(address);
  return (
    url !== null &&
    url.protocol === `${scheme}:` &&
    `${url.protocol}//${url.host}` === appOrigin &&
    url.username === '' &&
    url.password === ''
  );
};

/** A frame may load the page of the program and reload it; it goes nowhere else. Within the page the hash navigates. */
export const ruleNavigation = (address: string, isMainFrame: boolean): Ruling => {
  if (!isMainFrame) return refuse('frames show cards from their own text and load nothing');
  return isOurPage(address)
    ? allow('the page of the program')
    : refuse('a window shows the program and nothing else');
};

/** No page opens a window. What a person wants to see outside is asked for by a link, and judged as one. */
export const ruleWindow = (): Ruling => refuse('pages open no windows');

export const ruleWebview = (): Ruling => refuse('there are no webviews');

/** What a link may fill into a mail (RFC 6068, 4). Some mail programs know others, and attach a file that one names. */
const mailFields = new Set(['to', 'cc', 'bcc', 'subject', 'body']);

/**
 * Links that leave the program: the web, encrypted, and mail, by the browser and the mail program of the person. Everything
 * else can start programs with arguments that a card has chosen. From a kiosk nothing leaves.
 */
export const ruleExternal = (address: string, isKiosk: boolean): Ruling => {
  if (isKiosk) return refuse('a kiosk shows the program and nothing else');
  if (address.length > longestLink) return refuse('longer than a link is');
  const url = URL.parse(address);
  if (url === null) return refuse('no address');
  if (url.username !== '' || url.password !== '')
    return refuse('an address with a name hides where it leads');
  if (url.protocol === 'https:') return allow('the web, encrypted');
  if (url.protocol === 'mailto:')
    return [...url.searchParams.keys()].every((name) => mailFields.has(name.toLowerCase()))
      ? allow('mail')
      : refuse('a mail that would be filled with more than a text');
  if (url.protocol === 'http:') return refuse('the web, for everybody on the way to read and change');
  return refuse(`${url.protocol} can start programs`);
};
