import { settings as words } from '../../i18n/en/settings.ts';
import type { JobView } from '../../transport/use-job.ts';
import css from './settings.module.css';

type Count = { found: number; expected: number };

/** What a check counted, and what is wrong. */
export function CheckReport({ result }: { result: JobView['result'] }) {
  const { checked } = words;
  const tables = countIn(result, 'tables');
  const indexes = countIn(result, 'indexes');
  const twin = fieldOf(result, 'twinIndexes');
  if (tables === undefined || indexes === undefined) return null;
  const rows: [string, string][] = [
    [checked.tables, checked.of(tables.found, tables.expected)],
    [checked.indexes, checked.of(indexes.found, indexes.expected)],
    [
      checked.twinIndexes,
      checked.ofPlanned(numberIn(twin, 'found'), numberIn(twin, 'expected'), numberIn(twin, 'planned')),
    ],
  ];
  return (
    <div role="status">
      <dl className={css.facts}>
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {defectsIn(result).map((defect) => (
        <p key={defect}>{checked.defect(defect)}</p>
      ))}
    </div>
  );
}

/** The report of a check lists what is wrong. */
export function isSound(report: JobView['result']): boolean {
  const defects = fieldOf(report, 'defects');
  return Array.isArray(defects) && defects.length === 0;
}

function defectsIn(report: JobView['result']): string[] {
  const defects = fieldOf(report, 'defects');
  return Array.isArray(defects) ? defects.map(String) : [];
}

function fieldOf(report: unknown, name: string): unknown {
  return typeof report === 'object' && report !== null ? Reflect.get(report, name) : undefined;
}

function numberIn(report: unknown, name: string): number {
  const value = fieldOf(report, name);
  return typeof value === 'number' ? value : 0;
}

function countIn(report: unknown, name: string): Count | undefined {
  const count = fieldOf(report, name);
  return count === undefined
    ? undefined
    : { found: numberIn(count, 'found'), expected: numberIn(count, 'expected') };
}
