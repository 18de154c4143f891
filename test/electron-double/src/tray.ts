import { EventEmitter } from 'node:events';
import { lifecycle } from './lifecycle.ts';
import type { Menu } from './menu.ts';
import { NativeImage } from './native-image.ts';

/** Nothing is drawn: what the app sets is read by the test through the probe. */
export class Tray extends EventEmitter {
  #destroyed = false;

  constructor(image: NativeImage | string, _guid?: string) {
    super();
    lifecycle.requireReady('Tray');
    this.setImage(image);
  }
  setImage(image: NativeImage | string): void {
    if (image instanceof NativeImage && image.isEmpty())
      throw new Error('electron-double: the tray icon is empty');
  }
  setContextMenu(_menu: Menu | null): void {}
  setToolTip(_toolTip: string): void {}
  setTitle(_title: string): void {}
  popUpContextMenu(): void {}
  setIgnoreDoubleClickEvents(): void {}
  destroy(): void {
    this.#destroyed = true;
  }
  isDestroyed(): boolean {
    return this.#destroyed;
  }
}
