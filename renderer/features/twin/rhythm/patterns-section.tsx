import { useState } from 'react';
import { patterns as words, type Minutes } from '../../../i18n/en/twin-patterns.ts';
import { formatBriefStudyDay } from '../../../i18n/format.ts';
import type { Output } from '../../../transport/app-contract.ts';
import { useServiceQuery } from '../../../transport/use-service.ts';
import { Button } from '../../../ui/button.tsx';
import { BandChart } from '../../../ui/charts/band-chart.tsx';
import { ShowAnswers } from '../evidence/show-answers.tsx';
import { TwinSection } from '../twin-section.tsx';
import { HistoryGates } from './history-gates.tsx';
import type { RhythmQuery } from './rhythm-query.ts';
import css from '../twin.module.css';

type Pattern = Output<'twin.patternTimeline'>['patterns'][number];

const shownAtFirst = 6;
const toldFrom = 0.7;

/** What was found of this learner, and how each of it went from analysis to analysis. */
export function PatternsSection({ rhythm }: { rhythm: RhythmQuery }) {
  const query = useServiceQuery('twin.patternTimeline', {});
  const { data } = rhythm;
  const minutes: Minutes = {
    stretches: data?.stamina.stretches.map(({ fromMinute }) => fromMinute) ?? [],
    lengths: data?.stamina.lengths.map(({ fromMinute }) => fromMinute) ?? [],
  };
  return (
    <TwinSection title={words.title} asOf={lastLook(query.data)} query={query} height={200}>
      {({ patterns }) =>
        patterns.length > 0 ? (
          <Patterns patterns={patterns} minutes={minutes} />
        ) : data === null || data?.history.isEnough === false ? (
          <HistoryGates history={data?.history} text={words.gate} />
        ) : (
          <p className={css.quiet}>{words.none}</p>
        )
      }
    </TwinSection>
  );
}

function lastLook(data: Output<'twin.patternTimeline'> | undefined): number | undefined {
  const looks = data?.patterns.flatMap(({ points }) => points.map(({ at }) => at)) ?? [];
  return looks.length === 0 ? undefined : Math.max(...looks);
}

function Patterns({ patterns, minutes }: { patterns: readonly Pattern[]; minutes: Minutes }) {
  const [showsAll, setShowsAll] = useState(false);
  const shown = showsAll ? patterns : patterns.slice(0, shownAtFirst);
  return (
    <div className={css.stack}>
      <ul className={css.patterns}>
        {shown.map((pattern) => {
          const name = words.name(pattern, minutes);
          return (
            <PatternRow
              key={`${pattern.kind} ${pattern.direction} ${pattern.cells.join()}`}
              pattern={pattern}
              name={name}
            />
          );
        })}
      </ul>
      {shown.length === patterns.length ? null : (
        <p>
          <Button onPress={() => setShowsAll(true)}>{words.all(patterns.length)}</Button>
        </p>
      )}
      <p className={css.quiet}>{words.text}</p>
    </div>
  );
}

function PatternRow({ pattern, name }: { pattern: Pattern; name: string }) {
  const [isOpen, setIsOpen] = useState(false);
  const { points, state, foundAt } = pattern;
  const last = points.at(-1);
  return (
    <li>
      <div className={css.reach}>
        <span>
          <span className={css.patternName}>{name}</span>{' '}
          <span className={css.quiet}>({words.states[state]})</span>
        </span>
        <Button
          aria-expanded={isOpen}
          aria-label={isOpen ? words.hideOf(name) : words.showOf(name)}
          onPress={() => setIsOpen(!isOpen)}
        >
          {isOpen ? words.hide : words.show}
        </Button>
      </div>
      {last === undefined ? null : (
        <p>{words.about(last.effect, last.low, last.high, last.confidence, last.n)}</p>
      )}
      <p className={css.quiet}>{words.since(foundAt, points.length - 1)}</p>
      {isOpen ? (
        <>
          <Timeline points={points} name={name} />
          <ShowAnswers
            of={name}
            numbers={[{ label: name, ask: { of: 'pattern', kind: pattern.kind, cells: [...pattern.cells] } }]}
          />
        </>
      ) : null}
    </li>
  );
}

function Timeline({ points, name }: { points: Pattern['points']; name: string }) {
  if (points.length < 2) return <p className={css.quiet}>{words.once}</p>;
  const [first, last] = [points[0]?.day ?? 0, points.at(-1)?.day ?? 0];
  const most = Math.max(...points.flatMap(({ low, high }) => [Math.abs(low), Math.abs(high)]), 0.02);
  const shared = {
    level: 3,
    xName: words.day,
    formatX: formatBriefStudyDay,
    xTicks:
      last - first < 3 ? [first] : [0.1, 0.9].map((share) => Math.round(first + share * (last - first))),
  } as const;
  return (
    <div className={css.stack}>
      <BandChart
        {...shared}
        title={`${words.effect}: ${name}`}
        description={words.effectText(points.length)}
        range={[-most, most]}
        formatY={words.points}
        usual={0}
        lines={[
          {
            name: words.effect,
            points: points.map(({ day: x, effect: y, low, high, n }) => ({ x, y, low, high, n })),
          },
        ]}
      />
      <BandChart
        {...shared}
        title={`${words.confidence}: ${name}`}
        description={words.confidenceText(points.length)}
        range={[0, 1]}
        formatY={words.share}
        lines={[
          { name: words.confidence, points: points.map(({ day: x, confidence: y, n }) => ({ x, y, n })) },
          { name: words.told, points: points.map(({ day: x }) => ({ x, y: toldFrom })) },
        ]}
      />
    </div>
  );
}
