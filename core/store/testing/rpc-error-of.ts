import { RpcError } from '../../rpc/errors.ts';

/** The RpcError with which `work` fails. */
export const rpcErrorOf = async (work: Promise<unknown> | (() => unknown)): Promise<RpcError> => {
  try {
    await (typeof work === 'function' ? work() : work);
  } catch (error) {
    if (error instanceof RpcError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
};
