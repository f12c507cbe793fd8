import type { Outcome } from '../../rpc/changes.ts';
import type { Store } from '../../store/store.ts';
import { examOf } from './exam-rows.ts';

/** Puts an exam in the trash; its practice tests stay. Throws `not_found`. */
export const removeExam = async (store: Store, uid: string): Promise<Outcome<Record<string, never>>> => {
  const { title } = examOf(store, uid);
  const { changes } = await store.write(
    'exams.remove',
    (tx) => tx.deleteRow('exams', { id: examOf(tx, uid).id }),
    { subject: title },
  );
  return { output: {}, changes };
};
