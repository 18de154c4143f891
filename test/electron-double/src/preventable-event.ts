/** The event object of Electron's main process: listeners call preventDefault() to keep the default from happening. */
export class PreventableEvent {
  defaultPrevented = false;

  preventDefault(): void {
    this.defaultPrevented = true;
  }
}
