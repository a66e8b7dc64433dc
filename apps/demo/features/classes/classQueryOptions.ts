import { queryOptions } from '@tanstack/react-query';
import { callApi } from '../../http/callApi.ts';
import type { CourseClass } from './classes.ts';
import { classKeys } from './classKeys.ts';

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
