/** Why numbers were refused. */
export type DataProblem =
  | 'empty'
  | 'length'
  | 'not_finite'
  | 'out_of_range'
  | 'one_class'
  | 'constant'
  | 'too_few'
  | 'order'
  /** Not of the shape that is read: a member is missing, or of another type. */
  | 'malformed';

/** Input that a model cannot use: says which column, which row and what is wrong with it. */
export class DataError extends Error {
  override readonly name = 'DataError';
  readonly problem: DataProblem;
  /** The argument or column that holds the bad value. */
  readonly column: string;
  /** Index of the first bad row; null where the column as a whole is wrong. */
  readonly row: number | null;

  constructor(problem: DataProblem, column: string, row: number | null, message: string) {
    super(`${column}${row === null ? '' : `[${row}]`}: ${message}`);
    this.problem = problem;
    this.column = column;
    this.row = row;
  }
}
