import { powerMonitor } from 'electron';
import type { ToService } from '../shell/channels.ts';

type PowerNews = Extract<ToService, { type: 'power' }>;

const everyMs = 60_000;

/** Tells the service of mains and battery: training waits for mains. */
export const watchPower = (tell: (news: PowerNews) => void): void => {
  const look = (): void => tell({ type: 'power', onBattery: powerMonitor.onBatteryPower });
  powerMonitor.on('on-ac', look);
  powerMonitor.on('on-battery', look);
  powerMonitor.on('resume', look);
  setInterval(look, everyMs).unref();
  look();
};
