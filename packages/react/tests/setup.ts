import { cleanup, configure } from '@testing-library/react';
import { afterEach } from 'vitest';

// Every tree of the suite is mounted twice, as React does in development; a test that wants none says so.
// The time is a limit for a busy machine.
configure({ reactStrictMode: true, asyncUtilTimeout: 10_000 });
afterEach(cleanup);
