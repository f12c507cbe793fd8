import { describe, expect, it } from 'vitest';
import { ownAppImage } from './app-image.ts';

const mount = '/tmp/.mount_AmericX1';
const file = '/home/noor/Americano.AppImage';

describe('the AppImage of the program', () => {
  it('is the one whose mount it runs in', () => {
    expect(ownAppImage({ APPIMAGE: file, APPDIR: mount }, `${mount}/americano`)).toBe(file);
  });

  it('is not that of a terminal or an editor it was started from: an update would take its place', () => {
    const editor = { APPIMAGE: '/home/noor/Editor.AppImage', APPDIR: '/tmp/.mount_Editor' };
    expect(ownAppImage(editor, '/opt/Americano/americano')).toBeUndefined();
    expect(ownAppImage(editor, '/tmp/.mount_Editor2/americano')).toBeUndefined();
    expect(ownAppImage({ APPIMAGE: file }, `${mount}/americano`)).toBeUndefined();
    expect(ownAppImage({}, '/opt/Americano/americano')).toBeUndefined();
  });
});
