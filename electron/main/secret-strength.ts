import { safeStorage } from 'electron';
import type { SecretStrength } from '#renderer/transport/shell-bridge.ts';

/**
 * How well this system keeps a secret. On a Linux desktop without a keyring Electron "encrypts" with a password that is in
 * its source: every program of the same user reads that, and the page says so instead of calling it safe.
 */
export const secretStrength = async (): Promise<SecretStrength> => {
  if (!(await safeStorage.isAsyncEncryptionAvailable())) return 'none';
  if (process.platform !== 'linux') return 'strong';
  const backend = safeStorage.getSelectedStorageBackend();
  return backend === 'basic_text' || backend === 'unknown' ? 'weak' : 'strong';
};
