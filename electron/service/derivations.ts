import { noteSearchDerivation } from '#core/library/note-search.ts';
import { editedUndoer } from '#core/library/notes/mark-edited.ts';
import { removeUndoer } from '#core/library/remove.ts';
import { restoreUndoer } from '#core/library/trash/restore-trash.ts';
import { recountUndoer } from '#core/exchange/merge/merge-days.ts';
import { mergeUndoer } from '#core/exchange/merge/merge-undoer.ts';
import type { Derivations } from '#core/store/derivations.ts';
import type { Undoers } from '#core/store/undo.ts';
import { cardStatesDerivation } from '#core/study/card-states.ts';
import { dailyRollupsDerivation } from '#core/study/daily-rollups.ts';
import { hourlyRollupsDerivation } from '#core/twin/rollups/hourly-rollups.ts';
import { sessionMetricsDerivation } from '#core/twin/rollups/session-metrics.ts';
import { rescheduleUndoer } from '#core/study/parameters/reschedule.ts';

/** The derived tables of this version, in the order of their use: what can be studied before what can be found. */
export const derivations: Derivations = {
  keyed: [cardStatesDerivation, noteSearchDerivation],
  whole: [dailyRollupsDerivation, hourlyRollupsDerivation, sessionMetricsDerivation],
};

export const undoers: Undoers = {
  'notes.edited': editedUndoer,
  'library.remove': removeUndoer,
  'trash.restore': restoreUndoer,
  'exchange.merge': mergeUndoer,
  'exchange.recount': recountUndoer,
  'parameters.reschedule': rescheduleUndoer,
};
