type History = { firstDay: number | null; lastDay: number | null };

/** From the first to the last answer: what habits wait for, whether each day was studied on or not. */
export const daysOfHistory = (history: History | undefined): number => {
  const { firstDay = null, lastDay = null } = history ?? {};
  return firstDay === null || lastDay === null ? 0 : lastDay - firstDay + 1;
};

/** Days of a period that could have been studied on: none before the first answer of all. */
export const daysOfPeriod = (
  { from, firstDay }: { from: number; firstDay: number | null },
  to: number,
): number => to - Math.max(from, firstDay ?? from) + 1;
