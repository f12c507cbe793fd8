import { RpcError } from '#core/rpc/errors.ts';
import { byPolicy, errors, readingOnly, reference, refusals } from './en/errors.ts';

/** The words for any failure. */
export function errorSentence(error: unknown): string {
  if (!(error instanceof RpcError)) return errors.internal;
  const { kind, details } = error;
  const reason = details['reason'];
  if (kind === 'package_refused' && typeof reason === 'string')
    return refusals[reason] ?? errors.package_refused;
  if (kind === 'read_only' && typeof reason === 'string') return readingOnly[reason] ?? errors.read_only;
  if (kind === 'forbidden' && typeof details['policy'] === 'string') return byPolicy(details['policy']);
  if (kind === 'internal' && typeof details['ref'] === 'string')
    return `${errors.internal} ${reference(details['ref'])}`;
  return errors[kind];
}
