/** Questions that the agent does not wait for. */
export const ownWords = 'Or answer in your own words below. The agent goes on meanwhile.';
