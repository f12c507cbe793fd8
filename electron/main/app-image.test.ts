import { describe, expect, it } from 'vitest';
import { ownAppImage } from './app-image.ts';

const mount = '/run/mount/Americano';
const file = '/opt/images/Americano.AppImage';

describe('the AppImage of the program', () => {
  it('is the one whose mount it runs in', () => {
    expect(ownAppImage({ APPIMAGE: file, APPDIR: mount }, `${mount}/americano`)).toBe(file);
  });

  it('is not that of a terminal or an editor it was started from: an update would take its place', () => {
    const editor = { APPIMAGE: '/opt/images/Editor.AppImage', APPDIR: '/run/mount/Editor' };
    expect(ownAppImage(editor, '/opt/Americano/americano')).toBeUndefined();
    expect(ownAppImage(editor, '/run/mount/Editor2/americano')).toBeUndefined();
    expect(ownAppImage({ APPIMAGE: file }, `${mount}/americano`)).toBeUndefined();
    expect(ownAppImage({}, '/opt/Americano/americano')).toBeUndefined();
  });
});
