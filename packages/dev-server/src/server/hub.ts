import { App } from '../app/app.ts';
import type { AppOptions } from '../app/options.ts';
import type { Publication } from '../app/publication.ts';
import { FaultSet } from '../faults/faultSet.ts';
import { seededRandom } from '../faults/random.ts';
import { FrameLog, type FrameRecord } from '../observe/frameLog.ts';
import type { HubEmit, ServerEvent } from '../observe/serverEvent.ts';
import type { Counters } from '../observe/snapshots.ts';
import { defaultLimits, documentedChannelNameLength, type Limits } from '../protocol/limits.ts';
import type { OpenConnection } from './openConnection.ts';

/** The state that the parts of one server share: apps, connections, faults, limits, the frame log and the observers. */
export class Hub {
  readonly apps: readonly App[];
  readonly connections: Map<string, OpenConnection> = new Map();
  /** Connections that have left their channels and whose TCP has not ended yet. */
  readonly closing: Set<OpenConnection> = new Set();
  readonly faults: FaultSet;
  readonly limits: Readonly<Limits>;
  readonly strict: boolean;
  /** Seconds without a frame after which either side pings. */
  readonly activityTimeout: number;
  /** Seconds that an answer to a ping may take. */
  readonly pongTimeout: number;
  readonly log: FrameLog;
  readonly counters: Counters = {
    connections: 0,
    peakConnections: 0,
    framesIn: 0,
    framesOut: 0,
    published: 0,
    subscriptions: 0,
    requests: 0,
    webhooks: 0,
    webhookFailures: 0,
    errors: 0,
  };
  readonly #listeners = new Set<(event: ServerEvent) => void>();

  constructor(settings: HubSettings) {
    this.apps = settings.apps.map((app) => new App(app));
    this.faults = new FaultSet(seededRandom(settings.seed), ({ id, kind }, state) =>
      this.emit({ type: 'fault', id, kind, state }),
    );
    this.strict = settings.strict;
    const name = settings.strict ? { channelName: documentedChannelNameLength } : {};
    this.limits = { ...defaultLimits, ...name, ...settings.limits };
    this.activityTimeout = settings.activityTimeout;
    this.pongTimeout = settings.pongTimeout;
    this.log = new FrameLog(settings.frameLog);
  }

  observe(listener: (event: ServerEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Notifies the observers. An observer that throws affects no other: its error surfaces as uncaught. */
  readonly emit: HubEmit = (event) => {
    for (const listener of [...this.#listeners]) {
      try {
        listener(event);
      } catch (error) {
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  };

  record(frame: FrameRecord): void {
    if (frame.direction === 'in') this.counters.framesIn += 1;
    else this.counters.framesOut += 1;
    this.log.add(frame);
    if (this.#listeners.size > 0) this.emit({ type: 'frame', frame });
  }

  publish(app: App, publication: Publication): void {
    this.counters.published += 1;
    app.publish(publication);
    const { channel, event, data } = publication;
    this.emit({ type: 'published', app: app.options.id, channel, event, data });
  }

  /** All sockets, including those that are closing. */
  sockets(): OpenConnection[] {
    return [...this.connections.values(), ...this.closing];
  }

  connectionsOf(app: App): number {
    let count = 0;
    for (const connection of this.connections.values()) if (connection.app === app) count += 1;
    return count;
  }
}

/** The settings of a hub, with all defaults applied. */
export interface HubSettings {
  apps: readonly AppOptions[];
  limits: Partial<Limits>;
  strict: boolean;
  activityTimeout: number;
  pongTimeout: number;
  frameLog: number;
  seed: number;
}
