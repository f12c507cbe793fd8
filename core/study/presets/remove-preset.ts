import type { Outcome } from '../../rpc/changes.ts';
import { statement } from '../../store/statements.ts';
import type { Store } from '../../store/store.ts';
import { presetOf } from './change-preset.ts';

const users = {
  courses: statement<{ preset: number }, { id: number }>(
    'presets.coursesWith',
    'SELECT id FROM courses WHERE preset_id = @preset',
  ),
  lectures: statement<{ preset: number }, { id: number }>(
    'presets.lecturesWith',
    'SELECT id FROM lectures WHERE preset_id = @preset',
  ),
};

/** Puts a preset away. What had it follows what stands above it; undo gives it back to all of them. */
export const removePreset = async (store: Store, uid: string): Promise<Outcome<{ places: number }>> => {
  const { name } = presetOf(store, uid);
  return store.write(
    'presets.remove',
    (tx) => {
      const { id } = presetOf(tx, uid);
      let places = 0;
      for (const table of ['courses', 'lectures'] as const) {
        for (const row of tx.all(users[table], { preset: id })) {
          tx.updateRow(table, { id: row.id }, { preset_id: null });
          places += 1;
        }
      }
      tx.deleteRow('course_presets', { id });
      return { places };
    },
    { subject: name },
  );
};
