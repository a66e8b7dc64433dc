'use client';
import { BusyButton } from './BusyButton.tsx';
import { Button, type ButtonProps } from './Button.tsx';

interface FormActionsProps {
  readonly submit: string;
  readonly pending: boolean;
  readonly onCancel: () => void;
  readonly look?: ButtonProps['look'];
  /** An error that belongs to no field. */
  readonly error?: string | undefined;
}

/** The end of a form in a dialog: the error, Cancel and Submit. */
export function FormActions({ submit, pending, onCancel, look = 'primary', error }: FormActionsProps) {
  return (
    <div className="mt-2 grid gap-3">
      {error && (
        <p role="alert" className="text-bad text-sm">
          {error}
        </p>
      )}
      <div className="flex justify-end gap-2">
        <Button look="quiet" onClick={onCancel}>
          Cancel
        </Button>
        <BusyButton look={look} type="submit" busy={pending}>
          {submit}
        </BusyButton>
      </div>
    </div>
  );
}
