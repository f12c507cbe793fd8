import { useQueries } from '@tanstack/react-query';
import type { Output } from '../../transport/app-contract.ts';
import { callService } from '../../transport/connection.ts';
import { useServiceQuery } from '../../transport/use-service.ts';

export type CardRow = Output<'library.cards'>['rows'][number];
export type CardsInput = {
  scope: { course?: string; lecture?: string };
  search: string;
  sort: 'added' | 'due' | 'stability' | 'lapses';
  descending: boolean;
};

export const pageSize = 100;

/** What asks for the first rows. */
export const headOf = (input: CardsInput) => ({ ...input, offset: 0, limit: pageSize });

/** The rows on screen, asked for by the hundred. `rowAt` is undefined for a row that is under way. */
export function useCardRows(input: CardsInput, first: number, last: number) {
  const head = useServiceQuery('library.cards', headOf(input));
  const from = Math.max(1, Math.floor(first / pageSize));
  const to = Math.floor(last / pageSize);
  const numbers = Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
  const pages = useQueries({
    queries: numbers.map((page) => {
      const request = { ...input, offset: page * pageSize, limit: pageSize };
      return {
        queryKey: ['library.cards', request],
        queryFn: ({ signal }: { signal: AbortSignal }) => callService('library.cards', request, { signal }),
      };
    }),
  });
  const rowAt = (index: number): CardRow | undefined => {
    const page = Math.floor(index / pageSize);
    const data = page === 0 ? head.data : pages[numbers.indexOf(page)]?.data;
    return data?.rows[index % pageSize];
  };
  return { head, rowAt };
}
