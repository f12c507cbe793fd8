import { createRoot } from 'react-dom/client';
import './ui/base.css';
import { App } from './app/app.tsx';
import { followOpenRequests } from './app/open-requests.ts';
import { browserPlatform, whenRefused } from './transport/browser-platform.ts';
import { endSession, keepConnected, openClient } from './transport/connection.ts';
import { useHost } from './transport/host.ts';
import { followChanges, retryFailed } from './transport/query-client.ts';
import { followRepair } from './transport/repair.ts';
import { shellPlatform } from './transport/shell-platform.ts';

whenRefused(endSession);
const { americanoShell } = window;
const host = americanoShell === undefined ? browserPlatform() : shellPlatform(americanoShell);
useHost.setState(host);
followOpenRequests(host);
keepConnected(host, retryFailed);
void followChanges(openClient);
void followRepair();

/** Text drawn in its own typeface from the first frame never moves; a slow disk must not hold the page back. */
const longestFontWaitMs = 150;

async function start(): Promise<void> {
  const fonts = ['400 14px "Inter Variable"', '600 28px "Source Serif 4 Variable"'].map((font) =>
    document.fonts.load(font),
  );
  await Promise.race([
    Promise.allSettled(fonts),
    new Promise((resolve) => setTimeout(resolve, longestFontWaitMs)),
  ]);
  const root = document.getElementById('root');
  if (root === null) throw new Error('index.html has no #root');
  createRoot(root).render(<App />);
}

void start();
