import type { PageSource } from './page-source.ts';
import { pageKinds, readTreePage, type Row, type TreePage } from './read-page.ts';
import { fits, type Shape } from './shapes.ts';

export type Walked = {
  /** Pages of trees that do not read as what they are, or lie where they should not. */
  damagedPages: number;
  /** Pages that no tree leads to any more, and whose rows were found by their shape. */
  foundPages: number;
  /** Rows on pages that can be read, which can not be. */
  unreadableRows: number;
};

export type Listener = {
  onRow(table: string, row: Row, page: number): void;
  /** An entry of an index: its columns, and the rowid last. */
  onEntry(index: string, values: Row['values']): void;
  onPage?(): void;
};

export type Root = { name: string; page: number };

/**
 * Visits every row that is still in the file. Trees are walked from their roots; where one of them is hurt, the pages it
 * does not lead to any more are looked for by the shape of their rows among those that belong to nothing else.
 */
export class TreeWalk {
  readonly result: Walked = { damagedPages: 0, foundPages: 0, unreadableRows: 0 };
  readonly #source: PageSource;
  readonly #listener: Listener;
  readonly #claimed: Uint8Array;
  readonly #hurt = new Map<string, Shape>();

  constructor(source: PageSource, listener: Listener) {
    this.#source = source;
    this.#listener = listener;
    this.#claimed = new Uint8Array(source.pageCount + 1);
    this.#claimed[0] = 1;
  }

  /** A table whose root is not known. */
  withoutRoot(shape: Shape): void {
    this.#hurt.set(shape.name, shape);
  }

  table({ page }: Root, shape: Shape): void {
    const leaf = shape.hasRowid ? pageKinds.tableLeaf : pageKinds.indexLeaf;
    this.#walk(
      page,
      leaf,
      (row) => fits(shape, row),
      (row, at) => this.#listener.onRow(shape.name, row, at),
      () => this.#hurt.set(shape.name, shape),
    );
  }

  index({ name, page }: Root): void {
    this.#walk(
      page,
      pageKinds.indexLeaf,
      () => true,
      ({ values }) => this.#listener.onEntry(name, values),
      () => {},
    );
  }

  /** Keeps pages that hold nothing from being looked at for rows that were deleted. */
  skipFree(): void {
    const header = this.#source.page(1);
    let trunk = header?.readUInt32BE(32) ?? 0;
    const { pageCount, pageSize } = this.#source;
    while (trunk > 1 && trunk <= pageCount && this.#claimed[trunk] === 0) {
      this.#claimed[trunk] = 1;
      const page = this.#source.page(trunk);
      if (page === undefined) return;
      const count = page.readUInt32BE(4);
      if (count > pageSize / 4 - 2) return;
      for (let index = 0; index < count; index += 1) {
        const free = page.readUInt32BE(8 + index * 4);
        // A page that a tree has claimed is no free one, whatever a damaged list says.
        if (free > 1 && free <= pageCount) this.#claimed[free] = 1;
      }
      trunk = page.readUInt32BE(0);
    }
  }

  /** Rows of hurt tables on pages that nothing leads to. */
  lost(): void {
    const shapes = [...this.#hurt.values()];
    if (shapes.length === 0) return;
    for (let number = 2; number <= this.#source.pageCount; number += 1) {
      if (this.#claimed[number] !== 0) continue;
      for (const as of [undefined, pageKinds.tableLeaf, pageKinds.indexLeaf]) {
        const page = readTreePage(this.#source, number, as);
        const shape = page === undefined ? undefined : this.#shapeOf(page, shapes);
        if (page === undefined || shape === undefined) continue;
        this.#claimed[number] = 1;
        this.result.foundPages += 1;
        this.#take(
          page,
          (row) => fits(shape, row),
          (row) => this.#listener.onRow(shape.name, row, number),
        );
        break;
      }
    }
  }

  /** The one table that the rows of a page can be of. Where two tables have the same shape, nobody can say. */
  #shapeOf({ rows }: TreePage, shapes: readonly Shape[]): Shape | undefined {
    if (rows.length === 0) return undefined;
    const fitting = shapes.filter((shape) => rows.filter((row) => fits(shape, row)).length * 2 > rows.length);
    return fitting.length === 1 ? fitting[0] : undefined;
  }

  #take(page: TreePage, isOurs: (row: Row) => boolean, onRow: (row: Row) => void): void {
    this.#listener.onPage?.();
    this.result.unreadableRows += page.unreadable;
    for (const row of page.rows) {
      if (isOurs(row)) onRow(row);
      else this.result.unreadableRows += 1;
    }
  }

  #walk(
    root: number,
    leaf: number,
    isOurs: (row: Row) => boolean,
    onRow: (row: Row, page: number) => void,
    onHurt: () => void,
  ): void {
    const interior = leaf === pageKinds.tableLeaf ? pageKinds.tableInterior : pageKinds.indexInterior;
    const isCredible = (page: TreePage | undefined, isRoot: boolean): page is TreePage => {
      if (page === undefined || (page.kind !== leaf && page.kind !== interior)) return false;
      if (page.kind === pageKinds.tableInterior) return page.children.length > 1;
      if (page.rows.length === 0) return isRoot && page.unreadable === 0;
      return page.rows.filter(isOurs).length * 2 > page.rows.length;
    };
    const waiting = [root];
    for (let number = waiting.pop(); number !== undefined; number = waiting.pop()) {
      const isThere = number >= 1 && number <= this.#source.pageCount && this.#claimed[number] === 0;
      let page = isThere ? readTreePage(this.#source, number) : undefined;
      if (isThere && !isCredible(page, number === root)) {
        this.result.damagedPages += 1;
        onHurt();
        // The byte that says what kind of page it is may be all that is wrong with it.
        page = readTreePage(this.#source, number, leaf);
        if (!isCredible(page, false)) continue;
      }
      if (page === undefined) {
        this.result.damagedPages += 1;
        onHurt();
        continue;
      }
      this.#claimed[number] = 1;
      if (page.unreadable > 0) onHurt();
      // From the last to the first, so that they are taken in the order of their keys.
      waiting.push(...page.children.toReversed());
      const at = number;
      this.#take(page, isOurs, (row) => onRow(row, at));
    }
  }
}
