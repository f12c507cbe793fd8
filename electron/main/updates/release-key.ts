declare const __RELEASE_KEY__: string | undefined;
declare const __RELEASE_FEED__: string | undefined;

/** What the build was given; in tests, which run what was not built, nothing. */
const given = (text: string | undefined): string | undefined => (text === '' ? undefined : text);

/** The public key of releases, PEM, put in by the build from `AMERICANO_RELEASE_KEY`; undefined where nobody releases. */
export const releaseKey: string | undefined =
  typeof __RELEASE_KEY__ === 'string' ? given(__RELEASE_KEY__) : undefined;

/** Where releases are when no policy names another place, from `AMERICANO_RELEASE_FEED`. */
export const releaseFeed: string | undefined =
  typeof __RELEASE_FEED__ === 'string' ? given(__RELEASE_FEED__) : undefined;
