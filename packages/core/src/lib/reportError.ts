/** Takes an error that a listener threw. */
export type ReportError = (error: unknown) => void;

/** Surfaces an error as uncaught without stopping the caller. */
export const rethrowLater: ReportError = (error) => {
  queueMicrotask(() => {
    throw error;
  });
};
