import { protocol, type Session } from 'electron';
import { cachedReader, type PageFiles } from '../page/page-files.ts';
import { securityHeaders } from '../page/security-headers.ts';
import { scheme } from '../shell/channels.ts';
import { isOurPage } from './web-contents-rules.ts';

/** Before `ready`: the page's scheme has an origin of its own, so that storage, modules and policies work as on the web. */
export const registerScheme = (): void =>
  protocol.registerSchemesAsPrivileged([
    { scheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);

const refusal = (status: number): Response => new Response(null, { status, headers: securityHeaders() });

/**
 * The files that the manifest of the build lists, with the policies of the page; every other address is 404. There is no
 * path that could lead out of them: an address is looked up, never resolved.
 */
export const servePage = (session: Session, files: PageFiles): void => {
  const read = cachedReader();
  session.protocol.handle(scheme, async (request) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return refusal(405);
    if (!isOurPage(request.url)) return refusal(404);
    const { pathname, search } = new URL(request.url);
    const file = search === '' ? files.get(pathname) : undefined;
    if (file === undefined) return refusal(404);
    const content = await read(file);
    return new Response(new Uint8Array(content), {
      headers: {
        ...securityHeaders(),
        'content-type': file.mime,
        'content-length': String(content.length),
        'cache-control': file.immutable ? 'public, max-age=31536000, immutable' : 'no-store',
      },
    });
  });
};
