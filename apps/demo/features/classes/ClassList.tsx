'use client';
import Link from 'next/link';
import { useRealtimeQuery } from '@/realtime/queryBridge';
import { Card } from '@/ui/Card';
import { cn } from '@/ui/cn';
import { ProgressBar } from '@/ui/ProgressBar';
import { percentOf } from './classes.ts';
import { classListQuery } from './classQueryOptions.ts';

/** Every class and its progress, kept up to date by the progress channel. */
export function ClassList({ current }: { readonly current: string }) {
  const { data } = useRealtimeQuery({
    ...classListQuery(),
    live: 'private-progress-channel',
    pollInterval: 4000,
  });
  return (
    <Card aria-labelledby="classes" className="p-5">
      <h2 id="classes" className="mb-3 font-medium text-sm">
        All classes
      </h2>
      <ul className="-mx-2 grid">
        {data?.classes.map((course) => (
          <li key={course.classId} data-class={course.classId}>
            <Link
              href={`/classes/${course.classId}`}
              aria-current={course.classId === current ? 'page' : undefined}
              className={cn(
                'grid gap-2 rounded-lg p-2 hover:bg-sunken',
                course.classId === current && 'font-medium',
              )}
            >
              <span className="flex justify-between gap-3 text-sm">
                {course.title}
                <span className="figures font-normal text-ink-faint text-xs">{percentOf(course)} %</span>
              </span>
              <ProgressBar percent={percentOf(course)} label={`Progress of ${course.title}`} />
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  );
}
