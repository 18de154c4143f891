/**
 * Which asks would let the agent control the browser or the computer itself: a yes to them is the owner's, at the desk,
 * unless `computer_use_mobile` is on. Codex does both through MCP servers: `node_repl`, `cua_repl`, plugins named after
 * computer use, browser or Chrome, and a browser tool of `codex_apps`. A name decides, so a server that hides its purpose is
 * not among them; one that only sounds like it is answered at the desk, which does no harm.
 */
import type { Ask } from '../../../protocol/session/approvals.ts';

const CONTROL =
  /(^|[^a-z])(node[-_ ]?repl|cua[-_ ]?repl|cua|(unified[-_ ]?)?computer[-_ ]?(use|control)|browser([-_ ]?(use|control))?|chrome)([^a-z]|$)/i;

export function controlsComputer(ask: Ask): boolean {
  if (ask.kind === 'tool') return CONTROL.test(ask.server) || CONTROL.test(ask.tool);
  return (ask.kind === 'form' || ask.kind === 'link') && CONTROL.test(ask.server);
}

/** Told to a phone that says yes to one. */
export const AT_THE_DESK_ONLY =
  'Control of the browser or the computer is approved at the computer only. Its owner can change that in the settings.';
