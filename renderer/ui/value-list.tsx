import css from './value-list.module.css';

/** Names with a value each, the values below one another at the right, so that they can be compared. */
export function ValueList({ rows }: { rows: readonly { name: string; value: string }[] }) {
  return (
    <dl className={css.values}>
      {rows.map(({ name, value }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
