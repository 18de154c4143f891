import { EventEmitter } from 'node:events';

type BlockerType = 'prevent-app-suspension' | 'prevent-display-sleep';
const TYPES: readonly string[] = ['prevent-app-suspension', 'prevent-display-sleep'];
const started = new Map<number, BlockerType>();
let lastId = 0;

/** Counts, and keeps nothing awake. */
export const powerSaveBlocker = {
  start(type: BlockerType): number {
    if (!TYPES.includes(type)) throw new TypeError(`Invalid type: ${type}`);
    started.set(++lastId, type);
    return lastId;
  },
  stop: (id: number): boolean => started.delete(id),
  isStarted: (id: number): boolean => started.has(id),
};

/** Emits what a test makes it emit (`suspend`, `resume`, …). */
class PowerMonitor extends EventEmitter {
  readonly onBatteryPower = false;
  isOnBatteryPower(): boolean {
    return false;
  }
  getSystemIdleTime(): number {
    return 0;
  }
}
export const powerMonitor = new PowerMonitor();
