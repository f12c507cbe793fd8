import { useFrame, type FrameTask } from './frame-state.ts';
import { LeechDialog } from '../features/leeches/leech-dialog.tsx';
import { SplitDialog } from '../features/leeches/split-dialog.tsx';
import { AddDialog } from '../features/notes/add-dialog.tsx';
import { EditDialog } from '../features/notes/edit-dialog.tsx';
import { PlaceDialog } from '../features/notes/place-dialog.tsx';
import { MoveDialog, TagDialog } from '../features/cards/bulk-dialogs.tsx';
import { DueDialog, PostponeDialog } from '../features/cards/schedule-dialogs.tsx';

/** What a person has set out to do to cards or notes, over whatever page they are on. */
export default function TaskDialog({ task }: { task: FrameTask }) {
  const onClose = () => useFrame.setState({ task: undefined });
  const onDone = () => task.onDone?.();
  switch (task.kind) {
    case 'edit':
      return <EditDialog card={task.card} onClose={onClose} onDone={onDone} />;
    case 'add':
      return <AddDialog lecture={task.lecture} onClose={onClose} />;
    case 'place':
      return <PlaceDialog course={task.course} parent={task.parent} onClose={onClose} />;
    case 'due':
      return <DueDialog cards={task.cards} onClose={onClose} onDone={onDone} />;
    case 'postpone':
      return <PostponeDialog cards={task.cards} onClose={onClose} onDone={onDone} />;
    case 'tag':
      return <TagDialog cards={task.cards} onClose={onClose} onDone={onDone} />;
    case 'move':
      return <MoveDialog cards={task.cards} onClose={onClose} onDone={onDone} />;
    case 'leech':
      return <LeechDialog card={task.card} onClose={onClose} onDone={onDone} />;
    case 'split':
      return <SplitDialog card={task.card} onClose={onClose} onDone={onDone} />;
  }
}
