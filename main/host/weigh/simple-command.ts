/** One simple command, as far as it is known before it runs. What only runs another one is not among them: that one is. */
export interface SimpleCommand {
  /** As it is written; null: known only when it runs. */
  readonly program: string | null;
  /** After quotes are taken away; null: known only when it runs. */
  readonly args: readonly (string | null)[];
  /** Nothing but these words: no redirection, assignment or substitution. */
  readonly plain: boolean;
}
