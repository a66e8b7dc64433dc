/** Whether pages are served over HTTPS, by a proxy in front of the demo. */
export const isHttps = (): boolean => process.env.DEMO_HTTPS === '1';

/** The name of a cookie that only this host may set; the prefix makes browsers insist on that wherever there is TLS. */
export const cookieName = (name: string): string => (isHttps() ? `__Host-${name}` : name);
