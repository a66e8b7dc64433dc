'use client';
import { LiveModeMark } from '@/components/realtime/LiveModeMark';
import { BusyButton } from '@/components/ui/BusyButton';
import { Card } from '@/components/ui/Card';
import { LoadFailure } from '@/components/ui/LoadFailure';
import { PageHeader } from '@/components/ui/PageHeader';
import { ProgressBar } from '@/components/ui/ProgressBar';
import { Pulse } from '@/components/ui/Pulse';
import { percentOf } from '@/lib/classes';
import { classQuery } from '@/lib/classQueries';
import { useRealtimeQuery } from '@/lib/queryBridge';
import { useMoveClass } from '@/lib/useMoveClass';

/** A class: the lesson it is at, for everybody who attends. */
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
        Everybody who attends sees the same lesson.
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
