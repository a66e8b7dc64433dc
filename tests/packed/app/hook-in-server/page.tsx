import { usePusherContext as hook, RealtimeError } from '@channelkit/react';

/** What a server component gets that calls a hook: core is real there, the hook says what to do. */
export default function Page() {
  return <p>{codeOf(hook)}</p>;
}

function codeOf(call: () => unknown): string {
  try {
    call();
    return 'no error';
  } catch (error) {
    return error instanceof RealtimeError ? error.code : 'another error';
  }
}
