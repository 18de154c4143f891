/** What a link has that leads away from here. */
export const OUTSIDE = { target: '_blank', rel: 'noopener noreferrer' } as const;
