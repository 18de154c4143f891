import { EventEmitter } from 'node:events';

type Source = 'system' | 'light' | 'dark';
let applyToWindows: (dark: boolean) => void = () => {};

/** The system itself counts as light; a test changes `themeSource`. */
class NativeTheme extends EventEmitter {
  #source: Source = 'system';

  get themeSource(): Source {
    return this.#source;
  }
  set themeSource(source: Source) {
    this.#source = source;
    applyToWindows(this.shouldUseDarkColors);
    this.emit('updated');
  }
  get shouldUseDarkColors(): boolean {
    return this.#source === 'dark';
  }
  get shouldUseHighContrastColors(): boolean {
    return false;
  }
  get shouldUseDarkColorsForSystemIntegratedUI(): boolean {
    return this.shouldUseDarkColors;
  }
}
export const nativeTheme = new NativeTheme();

export function onThemeChange(apply: (dark: boolean) => void): void {
  applyToWindows = apply;
}
