import { type ChannelLease, createRealtimeClient, type RealtimeClient } from '@channelkit/core';
import { channelsNamed, type JobChannels } from './channels.ts';
import type { ConnectionSettings } from './demoAnswers.ts';
import type { DemoApi } from './demoApi.ts';

type Client = RealtimeClient<JobChannels>;
type Lease = ChannelLease<JobChannels, 'private-print-jobs'>;

/** What is told to whoever listens for jobs. */
export interface JobsListener {
  /** There may be a job: an event came, or events may have been or may be missed. */
  readonly onNews: () => void;
  readonly onLive: (isLive: boolean) => void;
}

/** Listens to `private-print-jobs` wherever the demo says that it is. */
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

  /** Whether no news can be missed at present. */
  get isLive(): boolean {
    return this.#isLive;
  }

  /** Listens there from here on; the same settings again only give a refused subscription another try. */
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
    // What came before the channel was live was told to nobody, and from its end on somebody has to ask.
    this.#listener.onNews();
  }
}
