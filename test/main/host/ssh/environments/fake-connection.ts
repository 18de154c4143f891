/** A connection that does what the test says, over a shell of this machine. */
import type {
  ConnectionListener,
  ConnectionState,
  RemoteShell,
  SshConnection,
} from '../../../../../main/host/ssh/connection/connection.ts';

export class FakeConnection implements SshConnection {
  readonly alias: string;
  readonly did: string[] = [];
  state: ConnectionState = { state: 'off' };
  shell: RemoteShell | null = null;
  readonly #listeners = new Set<ConnectionListener>();

  constructor(alias: string) {
    this.alias = alias;
  }

  set(state: ConnectionState, shell: RemoteShell | null = null): void {
    this.state = state;
    this.shell = shell;
    for (const listener of this.#listeners) listener.changed(state);
  }

  async connect(): Promise<void> {
    this.did.push('connect');
  }
  reconnect(): void {
    this.did.push('reconnect');
  }
  woke(): void {
    this.did.push('woke');
  }
  async disconnect(): Promise<void> {
    this.did.push('disconnect');
    this.set({ state: 'off' });
  }
  answer(question: string, text: string): boolean {
    this.did.push(`answer ${question} ${text}`);
    return this.state.state === 'asking' && this.state.question.id === question;
  }
  type(data: string): void {
    this.did.push(`type ${data}`);
  }
  resize(columns: number, rows: number): void {
    this.did.push(`resize ${columns} ${rows}`);
  }
  terminal() {
    return { text: '', next: 0 };
  }
  listen(listener: ConnectionListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
