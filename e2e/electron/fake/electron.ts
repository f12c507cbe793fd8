/**
 * A fake of Electron that behaves: what main imports as `electron` in the tests of the shell. Processes are processes,
 * ports carry messages, windows are pages of a real Chromium with the built preload in them. What a test wants to know of
 * it, and what the system would do to a program, goes through `control.ts`.
 */
export { app } from './app.ts';
export { BrowserWindow } from './browser-window.ts';
export { MessageChannelMain } from './ports.ts';
export { session, protocol } from './session.ts';
export { utilityProcess } from './utility-process.ts';
export {
  crashReporter,
  dialog,
  ipcMain,
  Menu,
  net,
  nativeTheme,
  Notification,
  powerMonitor,
  safeStorage,
  screen,
  shell,
  Tray,
} from './system.ts';
import './control.ts';
