/** How webhooks are sent (protocol 5.5). Times are milliseconds. */
export interface WebhookSettings {
  /** Gathers events for so long and sends them in one request; 0 sends each by itself. @default 0 */
  batch?: number;
  /** How long `channel_vacated` and `member_removed` wait for the client to come back. @default 3000 */
  grace?: number;
  /** The first pause after a failed delivery; it doubles from there. @default 1000 */
  retryDelay?: number;
  /** How long deliveries are tried again. @default 300_000 */
  retryFor?: number;
}
