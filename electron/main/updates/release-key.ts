declare const __RELEASE_KEY__: string | undefined;

/** The public key of releases, PEM, put in by the build from `AMERICANO_RELEASE_KEY`; undefined where nobody releases. */
export const releaseKey: string | undefined =
  typeof __RELEASE_KEY__ === 'string' && __RELEASE_KEY__ !== '' ? __RELEASE_KEY__ : undefined;
