/** While the host is being reached. */
export const connecting = (host: string): string => `Connecting to ${host}…`;
