import css from './progress-bar.module.css';

type ProgressBarProps = {
  label: string;
  /** 0 to 1; absent while the whole is not known yet. */
  value?: number;
  /** What a screen reader says instead of a percentage. */
  valueText?: string;
};

export function ProgressBar({ label, value, valueText }: ProgressBarProps) {
  const share = value === undefined ? undefined : Math.min(1, Math.max(0, value));
  return (
    <div
      role="progressbar"
      className={css.track}
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      {...(share === undefined ? {} : { 'aria-valuenow': Math.round(share * 100) })}
      {...(valueText === undefined ? {} : { 'aria-valuetext': valueText })}
    >
      <div
        className={share === undefined ? css.unknown : css.fill}
        style={share === undefined ? undefined : { scale: `${share} 1` }}
      />
    </div>
  );
}
