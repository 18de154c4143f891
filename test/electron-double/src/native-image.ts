import fs from 'node:fs';

/** Byte offset of width and height in a PNG: after the signature, the chunk length and "IHDR". */
const PNG_WIDTH = 16;
const PNG_HEIGHT = 20;

export class NativeImage {
  readonly #png: Buffer;
  #template = false;

  constructor(png: Buffer) {
    this.#png = png;
  }
  isEmpty(): boolean {
    return this.#png.length === 0;
  }
  toPNG(): Buffer {
    return this.#png;
  }
  toDataURL(): string {
    return `data:image/png;base64,${this.#png.toString('base64')}`;
  }
  getSize(): { width: number; height: number } {
    if (this.#png.length < PNG_HEIGHT + 4) return { width: 0, height: 0 };
    return { width: this.#png.readUInt32BE(PNG_WIDTH), height: this.#png.readUInt32BE(PNG_HEIGHT) };
  }
  setTemplateImage(template: boolean): void {
    this.#template = template;
  }
  isTemplateImage(): boolean {
    return this.#template;
  }
}

export const nativeImage = {
  /** A missing file gives an empty image, as in Electron, which also takes the larger ones (`…@2x.png`) that lie beside it. */
  createFromPath: (file: string): NativeImage =>
    new NativeImage(fs.existsSync(file) ? fs.readFileSync(file) : Buffer.alloc(0)),
  createFromBuffer: (png: Buffer): NativeImage => new NativeImage(png),
  createFromDataURL: (url: string): NativeImage =>
    new NativeImage(Buffer.from(url.slice(url.indexOf(',') + 1), 'base64')),
};
