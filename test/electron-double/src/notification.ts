import { EventEmitter } from 'node:events';
import type { NotificationConstructorOptions } from 'electron';

export class Notification extends EventEmitter {
  title: string;
  body: string;

  constructor(options: NotificationConstructorOptions = {}) {
    super();
    this.title = options.title ?? '';
    this.body = options.body ?? '';
  }
  static isSupported(): boolean {
    return true;
  }
  show(): void {
    this.emit('show');
  }
  close(): void {
    this.emit('close', {});
  }
}
