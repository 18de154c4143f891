/** A menu item as a test reads it: plain data, so that it crosses the debugger. */
export interface TrayItem {
  readonly id: string;
  readonly label: string;
  readonly type: string;
  readonly enabled: boolean;
  readonly checked: boolean;
  readonly submenu: readonly TrayItem[];
}
