/** What a benchmark measured. Each test/bench/*.ts that exports `run(): Promise<Figure[]>` is a benchmark. */
export interface Figure {
  /** What was measured, with its size or load: `relay CPU per message, 200 B, against a bare forwarder`. */
  readonly name: string;
  readonly value: number;
  /** `ms`, `µs`, `B`, `×` … */
  readonly unit: string;
  /** Absent where the figure is only told. */
  readonly goal?: { readonly atMost: number } | { readonly atLeast: number };
  /** The single runs behind `value`, in order, in the same unit. */
  readonly raw?: readonly number[];
}
