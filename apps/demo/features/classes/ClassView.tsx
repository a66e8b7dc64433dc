'use client';
import { LiveModeMark } from '@/realtime/LiveModeMark';
import { useRealtimeQuery } from '@/realtime/queryBridge';
import { BusyButton } from '@/ui/BusyButton';
import { Card } from '@/ui/Card';
import { LoadFailure } from '@/ui/LoadFailure';
import { PageHeader } from '@/ui/PageHeader';
import { ProgressBar } from '@/ui/ProgressBar';
import { Pulse } from '@/ui/Pulse';
import { percentOf } from './classes.ts';
import { classQuery } from './classQueryOptions.ts';
import { useMoveClass } from './useMoveClass.ts';

/** A class and its current lesson. */
export function ClassView({ classId }: { readonly classId: string }) {
  const { data, error, refetch, mode } = useRealtimeQuery({
    ...classQuery(classId),
    live: { pattern: 'private-class-{classId}-channel', params: { classId } },
    pollInterval: 4000,
  });
  const move = useMoveClass(classId);
  if (!data) return error && <LoadFailure error={error} onRetry={() => void refetch()} />;
  const { title, step, steps } = data;
  return (
    <>
      <PageHeader
        title={
          <span className="flex flex-wrap items-center gap-3">
            {title}
            <LiveModeMark mode={mode} />
          </span>
        }
      >
        Everybody in the class sees the same lesson.
      </PageHeader>
      <Card className="grid gap-5 p-5 sm:p-6">
        <p className="flex items-baseline justify-between gap-4" aria-live="polite" data-step={step}>
          <Pulse on={step} className="figures font-semibold text-3xl tracking-tight">
            Lesson {step} of {steps}
          </Pulse>
          <span className="figures text-ink-soft text-sm">{percentOf(data)} %</span>
        </p>
        <ProgressBar percent={percentOf(data)} label="Progress of the class" />
        <div className="flex gap-2">
          <BusyButton look="plain" busy={step === 0 || move.isPending} onClick={() => move.mutate(step - 1)}>
            Back
          </BusyButton>
          <BusyButton busy={step === steps || move.isPending} onClick={() => move.mutate(step + 1)}>
            Next lesson
          </BusyButton>
        </div>
        {move.error && (
          <p role="alert" className="text-bad text-sm">
            {move.error.message}
          </p>
        )}
      </Card>
    </>
  );
}
