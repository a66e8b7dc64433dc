import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Board } from './Board.tsx';
import { PusherProvider } from './realtime.ts';
import { visitor } from './visitor.ts';
import './style.css';

const config = await fetch('/api/config').then((response) => response.json());
const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element with the id "root".');

createRoot(root).render(
  <StrictMode>
    <PusherProvider config={config} userId={visitor.id}>
      <Board />
    </PusherProvider>
  </StrictMode>,
);
