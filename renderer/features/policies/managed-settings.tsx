import { policies as words, policyTitles } from '../../i18n/en/policies.ts';
import type { Output } from '../../transport/app-contract.ts';
import { useServiceQuery } from '../../transport/use-service.ts';
import { Panel } from '../../ui/panel.tsx';
import { SectionError } from '../../ui/section-error.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import css from './policies.module.css';

type Managed = Output<'policies.list'>;

/** What the institution manages on this machine, each with where it comes from, and what of it made no sense. */
export function ManagedSettings() {
  const { data, error, refetch } = useServiceQuery('policies.list', {});
  return (
    <Panel title={words.title}>
      {data !== undefined ? (
        <Rows managed={data} />
      ) : error === null ? (
        <Skeleton height={22} />
      ) : (
        <SectionError error={error} onRetry={() => void refetch()} />
      )}
    </Panel>
  );
}

function Rows({ managed: { policies, problems } }: { managed: Managed }) {
  if (policies.length + problems.length === 0) return <p className={css.hint}>{words.none}</p>;
  return (
    <>
      <p className={css.hint}>{words.hint}</p>
      <dl className={css.rows}>
        {policies.map(({ name, value, tier, source }) => (
          <div key={name} className={css.row}>
            <dt>{policyTitles[name] ?? name}</dt>
            <dd>
              {words.value(name, value)}
              <small>{words.from(name, tier, source)}</small>
            </dd>
          </div>
        ))}
      </dl>
      {problems.length === 0 ? null : (
        <>
          <h3 className={css.subtitle}>{words.problems}</h3>
          <ul className={css.problems}>
            {problems.map(({ source, name, why }, index) => (
              // Two files may be wrong in the same way; their place is what tells them apart.
              <li key={index}>
                {words.problem(name, why)}
                <small>{source}</small>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
