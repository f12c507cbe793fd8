import { useState } from 'react';
import { FieldError } from 'react-aria-components/FieldError';
import { Input, Label, TextField } from 'react-aria-components/TextField';
import { showDone } from '../../app/undo.ts';
import { common } from '../../i18n/en/common.ts';
import { library } from '../../i18n/en/library.ts';
import { useServiceCommand } from '../../transport/use-service.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import field from '../../ui/field.module.css';
import type { TreeNode } from './tree-nodes.ts';

/** A new name for a course or lecture. */
export function RenameDialog({ node, onClose }: { node: TreeNode; onClose: () => void }) {
  const [title, setTitle] = useState(node.title);
  const rename = useServiceCommand('library.rename');
  const name = title.trim();
  const save = () => {
    if (name === '') return;
    rename.mutate(
      { kind: node.kind, uid: node.uid, title: name },
      {
        onSuccess: () => {
          onClose();
          void showDone(library.renamed(name));
        },
      },
    );
  };
  return (
    <Dialog
      title={library.renameTitle}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{common.cancel}</Button>
          <Button variant="primary" isDisabled={name === ''} onPress={save}>
            {library.rename}
          </Button>
        </>
      }
    >
      <TextField
        autoFocus
        className={field.field ?? ''}
        value={title}
        onChange={setTitle}
        isInvalid={name === ''}
        maxLength={400}
        onKeyDown={(event) => {
          if (event.key === 'Enter') save();
          else event.continuePropagation();
        }}
      >
        <Label className={field.label ?? ''}>{library.name}</Label>
        <Input className={field.input ?? ''} />
        <FieldError className={field.error ?? ''}>{library.nameMissing}</FieldError>
      </TextField>
    </Dialog>
  );
}
