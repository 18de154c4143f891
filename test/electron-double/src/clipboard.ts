let text = '';

/** Not the system's: a test never touches what its user has copied. */
export const clipboard = {
  writeText(value: string): void {
    text = value;
  },
  readText: (): string => text,
  clear(): void {
    text = '';
  },
};
