import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Poll } from './Poll.tsx';
import { PusherProvider, QueryBridgeProvider } from './realtime.ts';
import './style.css';

const config = await fetch('/api/config').then((response) => response.json());
const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element with the id "root".');

createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={new QueryClient()}>
      <PusherProvider config={config} userId={null}>
        <QueryBridgeProvider>
          <Poll />
        </QueryBridgeProvider>
      </PusherProvider>
    </QueryClientProvider>
  </StrictMode>,
);
