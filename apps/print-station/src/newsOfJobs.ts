import { type ChannelLease, createRealtimeClient, type RealtimeClient } from '@channelkit/core';
import { channelsNamed, type JobChannels } from './channels.ts';
import type { ConnectionSettings } from './demoAnswers.ts';
import type { DemoApi } from './demoApi.ts';

type Client = RealtimeClient<JobChannels>;
type Lease = ChannelLease<JobChannels, 'private-print-jobs'>;

/** The callbacks of {@link NewsOfJobs}. */
export interface JobsListener {
  /** There may be a job: an event arrived, or events may have been missed. */
  readonly onNews: () => void;
  readonly onLive: (isLive: boolean) => void;
}

/** Listens to `private-print-jobs` on the service that the demo names. */
export class NewsOfJobs {
  readonly #api: DemoApi;
  readonly #listener: JobsListener;
  #client: Client | null = null;
  #lease: Lease | null = null;
  #followed = '';
  #isLive = false;

  constructor(api: DemoApi, listener: JobsListener) {
    this.#api = api;
    this.#listener = listener;
  }

  /** Whether every event arrives at present. */
  get isLive(): boolean {
    return this.#isLive;
  }

  /** Connects with these settings. The same settings again only retry a refused subscription. */
  follow({ realtime, channel, authEndpoint }: ConnectionSettings): void {
    const endpoint = this.#api.address(authEndpoint);
    const followed = JSON.stringify({ realtime, channel, endpoint });
    if (followed === this.#followed) {
      if (this.#lease?.status.getSnapshot().status === 'failed') this.#lease.retry();
      return;
    }
    this.stop();
    this.#followed = followed;
    this.#client = createRealtimeClient({
      ...realtime,
      channels: channelsNamed(channel),
      auth: { endpoint, headers: () => this.#api.headers() },
    });
    const lease = this.#client.acquire('private-print-jobs');
    this.#lease = lease;
    lease.on('*', () => this.#listener.onNews());
    lease.onGap(() => this.#listener.onNews());
    lease.status.subscribe(() => this.#setLive(lease.status.getSnapshot().isLive));
  }

  stop(): void {
    this.#client?.dispose();
    this.#client = null;
    this.#lease = null;
    this.#followed = '';
    this.#setLive(false);
  }

  #setLive(isLive: boolean): void {
    if (isLive === this.#isLive) return;
    this.#isLive = isLive;
    this.#listener.onLive(isLive);
    // Events from before the channel was live were missed, and after it ends the station has to poll.
    this.#listener.onNews();
  }
}
