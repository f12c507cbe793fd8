import type { useServiceQuery } from '../../../transport/use-service.ts';
import type { Output } from '../../../transport/app-contract.ts';

export type RhythmQuery = ReturnType<typeof useServiceQuery<'twin.rhythm'>>;
export type RhythmModel = NonNullable<Output<'twin.rhythm'>>;
