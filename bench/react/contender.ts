import type { ReactNode } from 'react';

/** Where the contenders connect to. */
export interface Place {
  readonly key: string;
  readonly host: string;
  readonly port: number;
  readonly authEndpoint: string;
}

/** The slice of a pusher-js instance by which frames are put in without a network. */
export interface PusherInstance {
  readonly connection: {
    emit(event: 'message', frame: { event: string; channel: string; data: unknown }): void;
  };
}

export type Handler = (data: { readonly n: number }) => void;

export interface ListenerProps {
  readonly channel: string;
  readonly event: string;
  readonly onEvent: Handler;
  /** What the handler closes over; changes with it. */
  readonly value: number;
}

/** One way to listen in React, written as its documentation says. */
export interface Contender {
  readonly name: string;
  /** Surrounds everything. */
  readonly Root: (props: { readonly place: Place; readonly children?: ReactNode }) => ReactNode;
  /** Runs a handler. */
  readonly Listener: (props: ListenerProps) => ReactNode;
  /** Shows the newest event and calls `onRender` with it. */
  readonly Latest: (props: {
    readonly channel: string;
    readonly event: string;
    readonly onRender: (n: number) => void;
  }) => ReactNode;
  /** The pusher-js instance in use. */
  instance(): PusherInstance;
}
