/** All that reads commands and patches, in one module that is loaded by itself: see weigher.ts. */
export { checkIn } from './approvals/checks.ts';
export { weighAsk } from './weigh/ask.ts';
