'use client';
import { CircleAlert } from 'lucide-react';
import { Button } from './Button.tsx';
import { Card } from './Card.tsx';
import { EmptyState } from './EmptyState.tsx';

/** Shown if data could not be loaded: the reason, and a button to retry. */
export function LoadFailure({ error, onRetry }: { readonly error: Error; readonly onRetry: () => void }) {
  return (
    <Card role="alert">
      <EmptyState
        icon={<CircleAlert />}
        title="This could not be loaded"
        action={
          <Button look="plain" onClick={onRetry}>
            Try again
          </Button>
        }
      >
        {error.message}
      </EmptyState>
    </Card>
  );
}
