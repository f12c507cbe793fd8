import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import type { UseMutationResult, UseQueryResult } from '@tanstack/react-query';
import type { CommandName, InputOf, OutputOf, QueryName } from '#core/rpc/contract.ts';
import { errorSentence } from '../i18n/error-sentence.ts';
import { showToast } from '../ui/toast.ts';
import type { AppContract } from './app-contract.ts';
import { callService } from './connection.ts';

type QueryOptions = {
  enabled?: boolean;
  /** Show the answer to the last input until the new one is there. */
  keepPrevious?: boolean;
};

/** A query of the contract under the key `[name, input]`. */
export function useServiceQuery<N extends QueryName<AppContract>>(
  name: N,
  input: InputOf<AppContract, N>,
  options: QueryOptions = {},
): UseQueryResult<OutputOf<AppContract, N>> {
  const result = useQuery({
    queryKey: [name, input],
    queryFn: ({ signal }) => callService(name, input, { signal }),
    enabled: options.enabled ?? true,
    ...(options.keepPrevious === true ? { placeholderData: keepPreviousData } : {}),
  });
  return result;
}

/** A command of the contract. A failure says so in a toast; success is the caller's to tell. */
export function useServiceCommand<N extends CommandName<AppContract>>(
  name: N,
): UseMutationResult<OutputOf<AppContract, N>, Error, InputOf<AppContract, N>> {
  return useMutation<OutputOf<AppContract, N>, Error, InputOf<AppContract, N>>({
    mutationFn: (input) => callService(name, input),
    onError: (error) => showToast({ text: errorSentence(error), tone: 'bad' }),
  });
}
