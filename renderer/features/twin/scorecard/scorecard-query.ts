import type { UseQueryResult } from '@tanstack/react-query';
import type { Output } from '../../../transport/app-contract.ts';

export type ScorecardQuery = Pick<UseQueryResult<Output<'twin.scorecard'>>, 'data' | 'error' | 'refetch'>;
