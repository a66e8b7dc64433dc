const loopback = /^(localhost|127(\.\d{1,3}){3}|::1)$/i;

/** Whether an address to listen on is reachable from this machine alone. */
export const isLoopback = (address: string): boolean => loopback.test(address);

/** Whether a request's `Host` header names this machine. */
export const namesLoopback = (host: string | null): boolean =>
  /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i.test(host ?? '');
