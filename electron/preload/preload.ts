import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron';
import { portMessage, type OpenRequest, type ShellBridge } from '#renderer/transport/shell-bridge.ts';
import { channels } from '../shell/channels.ts';

/**
 * What a page meets of the shell, function by function: no channel name, no event and no object of Electron gets through.
 * The port of the service is handed to the page as it is; main is not on the way of a request.
 */
const bridge: ShellBridge = {
  connect: () => ipcRenderer.send(channels.connect),
  onLost: (listener) => {
    ipcRenderer.on(channels.lost, () => listener());
  },
  onOpen: (listener) => {
    ipcRenderer.on(channels.open, (_event: IpcRendererEvent, request: OpenRequest) => listener(request));
  },
  // Main answers each of these with what the page's own types say.
  readOffered: (token, offset, length) =>
    ipcRenderer.invoke(channels.readOffered, token, offset, length) as ReturnType<ShellBridge['readOffered']>,
  setTheme: (theme) => ipcRenderer.send(channels.theme, theme),
  notify: (title, body) => ipcRenderer.send(channels.notify, title, body),
  secretStrength: () =>
    ipcRenderer.invoke(channels.secretStrength) as ReturnType<ShellBridge['secretStrength']>,
  updates: () => ipcRenderer.invoke(channels.updates) as ReturnType<ShellBridge['updates']>,
  chooseUpdates: (mode) =>
    ipcRenderer.invoke(channels.chooseUpdates, mode) as ReturnType<ShellBridge['chooseUpdates']>,
};

ipcRenderer.on(channels.port, (event) => {
  window.postMessage(portMessage, window.location.origin, event.ports);
});

contextBridge.exposeInMainWorld('americanoShell', bridge);
