import type { OutputOf } from '../../rpc/contract.ts';
import { RpcError } from '../../rpc/errors.ts';
import type { StoreReader } from '../../store/reader.ts';
import { statement } from '../../store/statements.ts';
import { uidFromHex, uidToHex } from '../../store/uid.ts';
import { forestFacts, type modelsContract } from './contract.ts';

export type Model = OutputOf<typeof modelsContract, 'twin.models'>['models'][number];

type Row = {
  uid: Uint8Array;
  name: string;
  origin: Model['origin'];
  kind: string;
  facts: string;
  size_bytes: number;
  created_at: number;
};

const listRows = statement<Record<string, never>, Row>(
  'models.list',
  `SELECT uid, name, origin, kind, facts, length(snapshot) AS size_bytes, created_at
   FROM model_artifacts ORDER BY id DESC`,
);
const snapshotOf = statement<{ uid: Uint8Array }, { name: string; kind: string; snapshot: Uint8Array }>(
  'models.snapshot',
  'SELECT name, kind, snapshot FROM model_artifacts WHERE uid = @uid',
);
export const insertModel = statement<{
  uid: Uint8Array;
  name: string;
  origin: Model['origin'];
  kind: string;
  facts: string;
  snapshot: Uint8Array;
  now: number;
}>(
  'models.insert',
  `INSERT INTO model_artifacts (uid, name, origin, kind, facts, snapshot, created_at)
   VALUES (@uid, @name, @origin, @kind, @facts, @snapshot, @now)`,
);
export const deleteModel = statement<{ uid: Uint8Array }>(
  'models.delete',
  'DELETE FROM model_artifacts WHERE uid = @uid',
);

export const listModels = (store: StoreReader): Model[] =>
  store.all(listRows, {}).map((row) => ({
    uid: uidToHex(row.uid),
    name: row.name,
    origin: row.origin,
    kind: row.kind,
    forest: row.kind === 'forest' ? forestFacts.parse(JSON.parse(row.facts)) : null,
    sizeBytes: row.size_bytes,
    createdAt: row.created_at,
  }));

/** Throws `not_found`; `invalid` for a model that is no forest. */
export const forestSnapshot = (store: StoreReader, model: string): { name: string; snapshot: Uint8Array } => {
  const row = store.get(snapshotOf, { uid: uidFromHex(model) });
  if (row === undefined) throw new RpcError('not_found', { model });
  if (row.kind !== 'forest')
    throw new RpcError('invalid', { model, reason: `a model of kind ${row.kind} is no forest` });
  return row;
};
