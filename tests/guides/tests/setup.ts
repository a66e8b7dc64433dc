import { cleanup, configure } from '@testing-library/react';
import { afterEach } from 'vitest';

// The time is a limit for a busy machine.
configure({ reactStrictMode: true, asyncUtilTimeout: 10_000 });
afterEach(cleanup);
