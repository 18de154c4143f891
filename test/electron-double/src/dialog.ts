import type { MessageBoxOptions, MessageBoxReturnValue, OpenDialogReturnValue } from 'electron';

/** Nobody is there to answer: a message box gives its cancel button, a file dialog is cancelled. A test replaces them. */
export const dialog = {
  async showMessageBox(...args: unknown[]): Promise<MessageBoxReturnValue> {
    const options = args.at(-1) as MessageBoxOptions;
    return { response: options.cancelId ?? 0, checkboxChecked: false };
  },
  async showOpenDialog(..._args: unknown[]): Promise<OpenDialogReturnValue> {
    return { canceled: true, filePaths: [] };
  },
  showErrorBox(title: string, content: string): void {
    process.stderr.write(`${title}: ${content}\n`);
  },
};
