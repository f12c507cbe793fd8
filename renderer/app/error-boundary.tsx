import { Component } from 'react';
import type { ReactNode } from 'react';
import { app } from '../i18n/en/app.ts';
import { common } from '../i18n/en/common.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';

/** A defect in one screen leaves the others alive. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return (
      <EmptyState title={common.appName} text={app.screenFailed}>
        <Button onPress={() => this.setState({ failed: false })}>{common.tryAgain}</Button>
      </EmptyState>
    );
  }
}
