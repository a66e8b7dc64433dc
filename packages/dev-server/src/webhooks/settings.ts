/** How webhooks are sent (protocol 5.5). Times are milliseconds. */
export interface WebhookSettings {
  /** Collects events for this time and sends them in one request; 0 sends each by itself. @default 0 */
  batch?: number;
  /** How long `channel_vacated` and `member_removed` wait for the client to return. @default 3000 */
  grace?: number;
  /** The pause after the first failed delivery; each later one is twice as long. @default 1000 */
  retryDelay?: number;
  /** How long a failed delivery is retried. @default 300_000 */
  retryFor?: number;
}
