import { linkScheme } from '../shell/channels.ts';

/** Places that a link may lead to. A link names a place and changes nothing. */
const places = /^\/(study|library|test|history|trash|presets|profiles|settings)?$/;
const course = /^\/(library|study)\/(course|lecture|objective)\/[0-9a-f]{32}$/;

/**
 * `americano://study` → `/study`. Undefined for what is no link to a place of the program: nothing of a link but its path
 * is used, and the path is one of a closed set.
 */
export const placeOfLink = (link: string): string | undefined => {
  if (link.length > 256) return undefined;
  const url = URL.parse(link);
  if (url?.protocol !== `${linkScheme}:` || url.search !== '' || url.hash !== '') return undefined;
  if (url.username !== '' || url.password !== '') return undefined;
  // The first part of a path is read as a host: americano://library/course/…
  const path = `/${url.host}${url.pathname}`.replace(/\/+$/, '') || '/';
  return places.test(path) || course.test(path) ? path : undefined;
};

/** The link among the arguments of a start, if there is one. */
export const linkIn = (args: readonly string[]): string | undefined =>
  args.find((arg) => arg.toLowerCase().startsWith(`${linkScheme}:`));
