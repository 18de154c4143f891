/**
 * What the control panel's window reaches beyond the host's own contract, and the IPC channels that carry both. Names and
 * types only: the sandboxed preload is built from this file.
 */
import type { Change, HostApi } from './contract.ts';
import type { HostState } from './state.ts';

export const CHANNELS = {
  snapshot: 'outpost:snapshot',
  run: 'outpost:run',
  change: 'outpost:change',
  desk: 'outpost:desk',
  view: 'outpost:view',
} as const;

/** Views of the panel, in the order of the sidebar and of the keys from 1. */
export const PANEL_VIEWS = [
  'home',
  'pair',
  'phones',
  'projects',
  'environments',
  'waiting',
  'activity',
  'policy',
  'settings',
] as const;
export type SidebarView = (typeof PANEL_VIEWS)[number];
/** `setup`: the first start, which the sidebar does not list; Home leads to it. */
export type PanelView = SidebarView | 'setup';

/** Acts of the desktop itself. None can be told what to copy or to open: at most, which of the things that the host knows. */
export const DESK_ACTS = [
  'copyLink',
  'copyShown',
  'openSignIn',
  'leavePairing',
  'chooseFolder',
  'showProject',
  'showSettingsFile',
  'showPolicyFile',
  'closeWindow',
] as const;
export type DeskAct = (typeof DESK_ACTS)[number];

/** What each act gives back. */
export interface DeskResults {
  /** False when no link is open any more. */
  copyLink: boolean;
  /** False when it is not shown any more. */
  copyShown: boolean;
  /** False when no sign-in is open, or its page is not one for a browser. */
  openSignIn: boolean;
  leavePairing: null;
  /** Undefined when the person chose none. */
  chooseFolder: string | undefined;
  /** False when its folder is not there any more. */
  showProject: boolean;
  /** In the file manager of the system. */
  showSettingsFile: null;
  /** Likewise. */
  showPolicyFile: null;
  closeWindow: null;
}
/** What some acts are about: the id of a thing in the host's state. */
export interface DeskSubjects {
  showProject: string;
  /**
   * `agent:<id>`, `upkeep:<id>` or `environment:<id>`: its command · `stop:<id>`: what ends that agent's daemon ·
   * `sign-in`: the code of the sign-in · `watch`: the lines that watching needs.
   */
  copyShown: string;
}
export type DeskApi = <A extends DeskAct>(
  act: A,
  ...subject: A extends keyof DeskSubjects ? [DeskSubjects[A]] : []
) => Promise<DeskResults[A]>;

/** `window.outpost` in the control panel. */
export interface PanelBridge extends HostApi {
  snapshot(): Promise<HostState>;
  subscribe(listener: (change: Change) => void): () => void;
  desk: DeskApi;
  /** The tray asks an open window to show a view. @returns a function that ends the subscription */
  onView(listener: (view: PanelView) => void): () => void;
  /** Files and folders were dropped on the window: their absolute paths. @returns a function that ends the subscription */
  onDrop(listener: (paths: readonly string[]) => void): () => void;
}
