/** Why a request is not answered. */
export type Refusal = { status: number; reason: string };

export type Asked = {
  method: string;
  /** As sent: undefined where the header is missing. */
  host: string | undefined;
  origin: string | undefined;
  path: string;
};

const allowed: Readonly<Record<string, readonly string[]>> = {
  '/session': ['POST'],
  '/control': ['POST'],
};

/**
 * Who may ask, decided from the request line and two headers. Host must be this address with this port: a page that
 * reaches us under another name (DNS rebinding) names that one. Whatever changes something, and every upgrade, must
 * come from a page of ours; a missing Origin is no page.
 */
export const refuse = (asked: Asked, address: string, needsOrigin: boolean): Refusal | undefined => {
  if (asked.host !== address) return { status: 421, reason: 'wrong host' };
  if (asked.origin !== undefined && asked.origin !== `http://${address}`)
    return { status: 403, reason: 'wrong origin' };
  if (needsOrigin && asked.origin === undefined) return { status: 403, reason: 'no origin' };
  const methods = allowed[asked.path] ?? ['GET', 'HEAD'];
  if (!methods.includes(asked.method)) return { status: 405, reason: 'wrong method' };
  return undefined;
};
