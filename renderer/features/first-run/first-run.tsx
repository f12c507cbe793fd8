import { BookOpen, FlaskConical, PackageOpen, PencilLine } from 'lucide-react';
import { usePickPackage } from '../../app/drop-package.tsx';
import { useFrame } from '../../app/frame-state.ts';
import { useForbidden } from '../../app/use-forbidden.ts';
import { firstRun } from '../../i18n/en/first-run.ts';
import { profiles } from '../../i18n/en/profiles.ts';
import { Button } from '../../ui/button.tsx';
import { exploreSimulated } from '../profiles/open-profile.ts';
import css from './first-run.module.css';
import { useOpenSample } from './use-open-sample.ts';

/** Three doors into an empty profile, and one to a profile that is full. */
export function FirstRun() {
  const openSample = useOpenSample();
  const pickPackage = usePickPackage();
  const forbidden = useForbidden('ImportAllowed');
  return (
    <>
      <h1 className={css.title}>{firstRun.title}</h1>
      <p className={css.text}>{firstRun.text}</p>
      <div className={css.doors}>
        <section className={css.door}>
          <PackageOpen size={28} aria-hidden />
          <h2>{firstRun.importTitle}</h2>
          <p>{forbidden ?? firstRun.importText}</p>
          <Button variant={forbidden === undefined ? 'primary' : 'secondary'} onPress={pickPackage}>
            {firstRun.importAction}
          </Button>
        </section>
        <section className={css.door}>
          <BookOpen size={28} aria-hidden />
          <h2>{firstRun.sampleTitle}</h2>
          <p>{firstRun.sampleText}</p>
          <Button onPress={openSample}>{firstRun.sampleAction}</Button>
        </section>
        <section className={css.door}>
          <PencilLine size={28} aria-hidden />
          <h2>{firstRun.emptyTitle}</h2>
          <p>{firstRun.emptyText}</p>
          <Button onPress={() => useFrame.setState({ task: { kind: 'add' } })}>{firstRun.emptyAction}</Button>
        </section>
        <section className={css.aside}>
          <FlaskConical size={28} aria-hidden />
          <div>
            <h2>{profiles.simulateTitle}</h2>
            <p>{profiles.simulateText}</p>
          </div>
          <Button onPress={() => void exploreSimulated()}>{profiles.simulateAction}</Button>
        </section>
      </div>
    </>
  );
}
