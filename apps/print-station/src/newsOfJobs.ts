import { type ChannelLease, createRealtimeClient, type RealtimeClient } from '@channelkit/core';
import { channelsNamed, type JobChannels } from './channels.ts';
import type { ConnectionSettings } from './demoAnswers.ts';
import type { DemoApi } from './demoApi.ts';

type Client = RealtimeClient<JobChannels>;
type Lease = ChannelLease<JobChannels, 'private-print-jobs'>;

/** Up to where the station knows the events, and when that was read. */
interface Start {
  readonly position: string;
  readonly at: number;
}

/** The callbacks of {@link NewsOfJobs}. */
export interface JobsListener {
  /** There may be a job: an event arrived, or events may have been missed. */
  readonly onNews: () => void;
  /** Whether every event arrives at present has changed. */
  readonly onLive: (isLive: boolean) => void;
}

/** Listens to `private-print-jobs` on the service that the demo names, from a position on: what was missed is told as if it came now. */
export class NewsOfJobs {
  readonly #api: DemoApi;
  readonly #listener: JobsListener;
  /** From where a client starts. */
  #start: Start | null;
  #client: Client | null = null;
  #lease: Lease | null = null;
  #followed = '';
  #isLive = false;

  /** `start`: where an earlier run has stopped; null on the first. */
  constructor(api: DemoApi, start: Start | null, listener: JobsListener) {
    this.#api = api;
    this.#start = start;
    this.#listener = listener;
  }

  /** Whether every event arrives at present. */
  get isLive(): boolean {
    return this.#isLive;
  }

  /** Up to where every event has been told; null as long as that is unknown. */
  get position(): string | null {
    const name = this.#lease?.channel;
    const held = this.#client?.inspect().channels.find((channel) => channel.name === name);
    return held?.position ?? null;
  }

  /** Connects with these settings. The same settings again only retry a refused subscription. */
  follow({ realtime, channel, authEndpoint, resumeEndpoint }: ConnectionSettings): void {
    const endpoint = this.#api.address(authEndpoint);
    const followed = JSON.stringify({ realtime, channel, endpoint, resumeEndpoint });
    if (followed === this.#followed) {
      if (this.#lease?.status.getSnapshot().status === 'failed') this.#lease.retry();
      return;
    }
    this.stop();
    this.#followed = followed;
    const start = this.#start;
    this.#client = createRealtimeClient({
      ...realtime,
      channels: channelsNamed(channel),
      auth: { endpoint, headers: () => this.#api.headers() },
      // A function: the demo may have another address after a restart.
      resume: { resume: (request) => this.#api.resume(resumeEndpoint, request) },
      positions: start ? { at: start.at, channels: { [channel]: start.position } } : undefined,
    });
    const lease = this.#client.acquire('private-print-jobs');
    this.#lease = lease;
    lease.on('*', () => this.#listener.onNews());
    lease.onGap(() => this.#listener.onNews());
    lease.status.subscribe(() => {
      const { isLive } = lease.status.getSnapshot();
      // Without a position nobody knows what came before; with one, what was missed has been told.
      if (isLive && !this.#start) this.#listener.onNews();
      if (isLive) this.#keepPosition();
      this.#setLive(isLive);
    });
  }

  stop(): void {
    this.#keepPosition();
    this.#client?.dispose();
    this.#client = null;
    this.#lease = null;
    this.#followed = '';
    this.#setLive(false);
  }

  #keepPosition(): void {
    const { position } = this;
    if (position) this.#start = { position, at: Date.now() };
  }

  #setLive(isLive: boolean): void {
    if (isLive === this.#isLive) return;
    this.#isLive = isLive;
    this.#listener.onLive(isLive);
  }
}
