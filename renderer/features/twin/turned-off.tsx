import { Building2, PowerOff } from 'lucide-react';
import { useLocation } from 'wouter';
import { byPolicy } from '../../i18n/en/errors.ts';
import { twin as words } from '../../i18n/en/twin.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';

/** Instead of a page: who turned it off, and what became of what was there. */
export function TurnedOff({ state }: { state: 'off' | 'forbidden' }) {
  const [, navigate] = useLocation();
  const isForbidden = state === 'forbidden';
  const Icon = isForbidden ? Building2 : PowerOff;
  return (
    <EmptyState
      icon={<Icon size={28} aria-hidden />}
      title={isForbidden ? words.forbidden : words.off}
      text={isForbidden ? `${byPolicy('TwinFeatures')} ${words.forbiddenText}` : words.offText}
    >
      <Button onPress={() => navigate('/settings')}>{words.toSettings}</Button>
    </EmptyState>
  );
}
