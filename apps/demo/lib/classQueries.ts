import { queryOptions } from '@tanstack/react-query';
import { callApi } from './api.ts';
import type { CourseClass } from './classes.ts';
import { classKeys } from './queryKeys.ts';

/** Every class. */
export const classListQuery = () =>
  queryOptions({
    queryKey: classKeys.lists(),
    queryFn: ({ signal }) => callApi<{ classes: CourseClass[] }>('/api/classes', { signal }),
  });

/** One class. */
export const classQuery = (classId: string) =>
  queryOptions({
    queryKey: classKeys.detail(classId),
    queryFn: ({ signal }) => callApi<CourseClass>(`/api/classes/${classId}`, { signal }),
  });
