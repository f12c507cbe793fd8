import { useQueries } from '@tanstack/react-query';
import type { Input, Output } from '../../../transport/app-contract.ts';
import { callService } from '../../../transport/connection.ts';
import { useServiceQuery } from '../../../transport/use-service.ts';

export type Ask = Input<'twin.evidence'>['ask'];
export type Answer = Output<'twin.evidence'>['answers'][number];

const pageSize = 200;

/** The answers on screen, asked for by the page. `answerAt` is undefined for one that is under way. */
export function useAnswers(ask: Ask, first: number, last: number) {
  const head = useServiceQuery('twin.evidence', { ask, offset: 0, limit: pageSize });
  const from = Math.max(1, Math.floor(first / pageSize));
  const to = Math.floor(last / pageSize);
  const numbers = Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
  const pages = useQueries({
    queries: numbers.map((page) => {
      const request = { ask, offset: page * pageSize, limit: pageSize };
      return {
        queryKey: ['twin.evidence', request],
        queryFn: ({ signal }: { signal: AbortSignal }) => callService('twin.evidence', request, { signal }),
      };
    }),
  });
  const answerAt = (index: number): Answer | undefined => {
    const page = Math.floor(index / pageSize);
    const data = page === 0 ? head.data : pages[numbers.indexOf(page)]?.data;
    return data?.answers[index % pageSize];
  };
  return { head, answerAt };
}
