import { memo, useState } from 'react';
import {
  ChevronRight,
  Ellipsis,
  FolderPlus,
  PackageCheck,
  ListFilter,
  Pencil,
  Plus,
  SlidersHorizontal,
  Trash2,
  GraduationCap,
} from 'lucide-react';
import { Button } from 'react-aria-components/Button';
import { Tree, TreeItem, TreeItemContent } from 'react-aria-components/Tree';
import { useFrame } from '../../app/frame-state.ts';
import { useLocation } from 'wouter';
import { showDone } from '../../app/undo.ts';
import { useSettings } from '../../app/use-settings.ts';
import { exporting } from '../../i18n/en/export.ts';
import { customStudy } from '../../i18n/en/custom-study.ts';
import { assessments } from '../../i18n/en/assessments.ts';
import { library } from '../../i18n/en/library.ts';
import { notes } from '../../i18n/en/notes.ts';
import { presets } from '../../i18n/en/presets.ts';
import type { Output } from '../../transport/app-contract.ts';
import { useServiceCommand } from '../../transport/use-service.ts';
import { Menu } from '../../ui/menu.tsx';
import css from './library.module.css';
import { RenameDialog } from './rename-dialog.tsx';
import { StateBar } from './state-bar.tsx';
import { treeNodes } from './tree-nodes.ts';
import type { TreeNode } from './tree-nodes.ts';

type LibraryTreeProps = {
  courses: Output<'library.tree'>['courses'];
  /** The course or lecture whose cards are shown; undefined: all. */
  place: string | undefined;
  onPlace: (path: string) => void;
};

/** Courses and lectures with their state; choosing one shows its cards. Writing a search leaves hundreds of them alone. */
export const LibraryTree = memo(function LibraryTree({ courses, place, onPlace }: LibraryTreeProps) {
  const [renaming, setRenaming] = useState<TreeNode>();
  const remove = useServiceCommand('library.remove');
  const nodes = treeNodes(courses);
  const removeNode = (node: TreeNode) =>
    remove.mutate(
      { kind: node.kind, uid: node.uid },
      {
        onSuccess: ({ cards }) => {
          if (place === node.uid) onPlace('/library');
          void showDone(library.removed(node.title, cards));
        },
      },
    );
  return (
    <>
      <Tree
        className={css.tree ?? ''}
        aria-label={library.tree}
        selectionMode="single"
        selectionBehavior="replace"
        disallowEmptySelection
        selectedKeys={[place ?? 'all']}
        defaultExpandedKeys={nodes.length <= 6 ? nodes.map((node) => node.uid) : []}
        onSelectionChange={(keys) => {
          if (keys === 'all') return;
          const [key] = keys;
          const node = key === undefined ? undefined : find(nodes, String(key));
          onPlace(node === undefined ? '/library' : `/library/${node.kind}/${node.uid}`);
        }}
      >
        <TreeItem id="all" textValue={library.everything} className={css.node ?? ''}>
          <TreeItemContent>
            <span className={css.nodeTitle}>{library.everything}</span>
          </TreeItemContent>
        </TreeItem>
        {nodes.map((node) => (
          <Node key={node.uid} node={node} onRename={setRenaming} onRemove={removeNode} />
        ))}
      </Tree>
      {renaming === undefined ? null : (
        <RenameDialog node={renaming} onClose={() => setRenaming(undefined)} />
      )}
    </>
  );
});

type NodeProps = { node: TreeNode; onRename: (node: TreeNode) => void; onRemove: (node: TreeNode) => void };

function Node({ node, onRename, onRemove }: NodeProps) {
  const hideCounts = useSettings()['appearance.hideCounts'];
  const { lecture } = node;
  const [, navigate] = useLocation();
  return (
    <TreeItem id={node.uid} textValue={node.title} className={css.node ?? ''}>
      <TreeItemContent>
        {({ hasChildItems, level }) => (
          <>
            <span style={{ width: (level - 1) * 14 }} />
            {hasChildItems ? (
              <Button slot="chevron" className={css.chevron ?? ''} aria-label={library.expand}>
                <ChevronRight size={16} aria-hidden />
              </Button>
            ) : (
              <span className={css.noChevron} />
            )}
            <span className={css.nodeText}>
              <span className={css.nodeTitle} title={node.title}>
                {node.title}
              </span>
              <StateBar counts={node.counts} />
            </span>
            {hideCounts ? null : (
              <span className={css.nodeDue}>
                {node.counts.due === 0 ? null : library.dueCount(node.counts.due)}
              </span>
            )}
            <Menu
              label={library.more(node.title)}
              icon={<Ellipsis size={16} aria-hidden />}
              entries={[
                {
                  id: 'add',
                  label: notes.addTitle,
                  icon: <Plus size={16} aria-hidden />,
                  onAction: () =>
                    useFrame.setState({
                      task: { kind: 'add', ...(lecture === undefined ? {} : { lecture }) },
                    }),
                },
                {
                  id: 'lecture',
                  label: notes.newLecture,
                  icon: <FolderPlus size={16} aria-hidden />,
                  onAction: () =>
                    useFrame.setState({
                      task: {
                        kind: 'place',
                        course: node.course,
                        ...(node.kind === 'lecture' ? { parent: node.uid } : {}),
                      },
                    }),
                },
                {
                  id: 'export',
                  label: exporting.open,
                  icon: <PackageCheck size={16} aria-hidden />,
                  onAction: () => useFrame.setState({ exporting: { [node.kind]: node.uid } }),
                },
                {
                  id: 'test',
                  label: assessments.open,
                  icon: <GraduationCap size={16} aria-hidden />,
                  onAction: () => navigate(`/test/new/${node.kind}/${node.uid}`),
                },
                {
                  id: 'custom',
                  label: customStudy.open,
                  icon: <ListFilter size={16} aria-hidden />,
                  onAction: () =>
                    useFrame.setState({
                      custom: { scope: { [node.kind]: node.uid }, title: node.title },
                    }),
                },
                {
                  id: 'presets',
                  label: presets.options,
                  icon: <SlidersHorizontal size={16} aria-hidden />,
                  onAction: () => navigate(`/presets/${node.kind}/${node.uid}`),
                },
                {
                  id: 'rename',
                  label: library.rename,
                  icon: <Pencil size={16} aria-hidden />,
                  onAction: () => onRename(node),
                },
                {
                  id: 'remove',
                  label: library.remove,
                  icon: <Trash2 size={16} aria-hidden />,
                  onAction: () => onRemove(node),
                },
              ]}
            />
          </>
        )}
      </TreeItemContent>
      {node.children.map((child) => (
        <Node key={child.uid} node={child} onRename={onRename} onRemove={onRemove} />
      ))}
    </TreeItem>
  );
}

function find(nodes: readonly TreeNode[], uid: string): TreeNode | undefined {
  for (const node of nodes) {
    const found = node.uid === uid ? node : find(node.children, uid);
    if (found !== undefined) return found;
  }
  return undefined;
}
