import { vi } from 'vitest';

// The same claims on the first TanStack Query 5.
vi.mock('@tanstack/react-query', () => import('@tanstack/react-query-floor'));

await import('./useRealtimeQuery.test.tsx');
await import('./provider.test.tsx');
