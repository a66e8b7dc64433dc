'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { callApi } from '../../http/callApi.ts';
import type { CourseClass } from './classes.ts';
import { classKeys } from './classKeys.ts';

/** Moves a class to another lesson. */
export function useMoveClass(classId: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (step: number) =>
      callApi<CourseClass>(`/api/classes/${classId}`, { method: 'PATCH', body: { step } }),
    onSuccess: (moved) => queryClient.setQueryData(classKeys.detail(classId), moved),
  });
}
