/** What Outpost asks of the program that runs services here, as an interface: systemd on Linux, launchd on macOS. */
import type { ServiceProgram } from './service-program.ts';

export const MANAGERS = ['systemd', 'launchd'] as const;
export type ManagerName = (typeof MANAGERS)[number];

export interface ServiceManager {
  readonly name: ManagerName;
  /** Where the definition of the service is kept. */
  readonly file: string;
  /** A command that shows what the service has written. */
  readonly logCommand: string;
  /** A command by which the person starts it anew, as after an update of Outpost. */
  readonly restartCommand: string;
  /** The text of the definition, sealed (`sealed-text.ts`). @throws ServiceError for what it cannot be told */
  render(program: ServiceProgram): string;
  /**
   * Reads the definition, has the service started now and by itself from now on. One that runs is ended first, by the
   * system's own graceful way. @throws ServiceError
   */
  start(): Promise<void>;
  /** Ends it, and it is not started by itself any more. The definition is still there. @throws ServiceError */
  stop(): Promise<void>;
  /** After the definition was removed. @throws ServiceError */
  forget(): Promise<void>;
  /** @throws ServiceError when nobody answers */
  read(): Promise<ServiceReport>;
  /** The last lines that it has written; none where they cannot be had. */
  lastWords(): Promise<string[]>;
}

export interface ServiceReport {
  /** Whether the system starts it by itself. */
  readonly enabled: boolean;
  /** `again`: it failed, and is started again in a moment. */
  readonly state: 'running' | 'starting' | 'again' | 'stopped' | 'failed';
  readonly pid: number | null;
  /** Since when it runs, in Unix milliseconds. */
  readonly since: number | null;
  /** How its last run ended; null while it runs, and when a signal ended it. */
  readonly exitCode: number | null;
  /** Files beside the definition that change it: the person's own. */
  readonly overrides: readonly string[];
  /** Whether it also runs while nobody is logged in; null: the system does not say, or it never does. */
  readonly withoutLogin: boolean | null;
}

/** The message says what happened and what to do. */
export class ServiceError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ServiceError';
  }
}
