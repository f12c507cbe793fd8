import { useState, type ReactNode } from 'react';
import { assessments as words } from '../../i18n/en/assessments.ts';
import { study } from '../../i18n/en/study.ts';
import type { Output } from '../../transport/app-contract.ts';
import { callService } from '../../transport/connection.ts';
import { reportFailure } from '../../transport/report-failure.ts';
import { cx } from '../../ui/cx.ts';
import { Kbd } from '../../ui/kbd.tsx';
import { compareTyped, type TypedPart } from '../card-view/compare-typed.ts';
import { confidencePercents } from '../study/confidences.ts';
import css from './assessments.module.css';
import type { Question } from './test-page.tsx';

export type Given = { text?: string; match?: Output<'assessments.check'>['match'] };

type FootProps = {
  test: string;
  step: Question;
  askSure: boolean;
  given: Given | undefined;
  onSure: (percent: number) => void;
  onGiven: (given: Given) => void;
  onVerdict: (correct: boolean) => void;
};

/** What a person does with a question: say how sure they are, answer it, and say whether it was right. */
export function QuestionFoot(props: FootProps) {
  const { step, askSure, given, onSure, onGiven } = props;
  if (given !== undefined) return <Verdict {...props} given={given} />;
  if (askSure) {
    return (
      <section className={css.foot} aria-label={words.sure}>
        <p>{words.sure}</p>
        <div className={css.choices}>
          {confidencePercents.map((percent, index) => (
            <KeyButton key={percent} keys={String(index + 1)} onPress={() => onSure(percent)}>
              {study.confidences[index]} <small>{words.percent(percent)}</small>
            </KeyButton>
          ))}
        </div>
      </section>
    );
  }
  if (step.format === 'typed') return <Typed {...props} />;
  return (
    <section className={css.foot} aria-label={step.format === 'choice' ? words.choices : words.reveal}>
      {step.format === 'choice' ? (
        <div className={css.choices}>
          {step.choices.map((text, index) => (
            <KeyButton key={text} keys={String(index + 1)} onPress={() => onGiven({ text })}>
              {text}
            </KeyButton>
          ))}
        </div>
      ) : (
        <KeyButton keys="space" also="enter" onPress={() => onGiven({})}>
          {words.reveal}
        </KeyButton>
      )}
    </section>
  );
}

function Typed({ test, step, onGiven }: FootProps) {
  const [text, setText] = useState('');
  const submit = () => {
    callService('assessments.check', { test, place: step.place, given: text })
      .then(({ match }) => onGiven({ text, match }))
      .catch(reportFailure);
  };
  return (
    <form
      className={css.foot}
      aria-label={words.yourAnswer}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <div className={css.typed}>
        <input
          // The keyboard is where the answer goes.
          autoFocus
          aria-label={words.yourAnswer}
          autoComplete="off"
          spellCheck={false}
          maxLength={2000}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <button type="submit" className={css.choice}>
          {words.submit}
        </button>
      </div>
    </form>
  );
}

function Verdict({ step, given, onVerdict }: FootProps & { given: Given }) {
  const isChosen = step.format === 'choice';
  const isKnown = isChosen || given.match === 'right';
  const isRight = isChosen ? given.text === step.expected : given.match === 'right';
  const compared =
    given.match === undefined || isKnown ? undefined : compareTyped(given.text ?? '', step.expected, true);
  return (
    <section className={css.foot} aria-label={words.expected}>
      <p aria-live="polite">
        {isChosen ? (isRight ? words.chosenRight : words.chosenWrong(step.expected)) : null}
        {given.match === undefined ? null : words.verdicts[given.match]}
      </p>
      {compared === undefined ? null : (
        <dl className={css.diff}>
          <dt>{words.typed}</dt>
          <dd>{parts(compared.typed)}</dd>
          <dt>{words.expected}</dt>
          <dd>{parts(compared.expected)}</dd>
        </dl>
      )}
      <div className={css.choices}>
        {isKnown ? (
          <KeyButton keys="space" also="enter" onPress={() => onVerdict(isRight)}>
            {words.next}
          </KeyButton>
        ) : (
          <>
            <KeyButton keys="1" onPress={() => onVerdict(false)}>
              {given.match === undefined ? words.wrong : words.countWrong}
            </KeyButton>
            <KeyButton keys="2" onPress={() => onVerdict(true)}>
              {given.match === undefined ? words.right : words.countRight}
            </KeyButton>
          </>
        )}
      </div>
    </section>
  );
}

const parts = (list: readonly TypedPart[]) =>
  list.map(({ kind, text }, index) => (
    <span key={index} className={kind === 'good' ? undefined : css[kind]}>
      {text}
    </span>
  ));

type KeyButtonProps = { keys: string; also?: string; onPress: () => void; children: ReactNode };

function KeyButton({ keys, also, onPress, children }: KeyButtonProps) {
  return (
    <button
      type="button"
      className={cx(css.choice, also !== undefined && css.onward)}
      data-test-key={also === undefined ? keys : `${keys} ${also}`}
      aria-keyshortcuts={keys === 'space' ? 'Space' : keys}
      onClick={onPress}
    >
      <span>{children}</span>
      <Kbd keys={keys} />
    </button>
  );
}
