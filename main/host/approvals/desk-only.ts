/**
 * Which yes is not taken from a device. Beside what the policy says, on the card and about its page: control of the browser or the
 * computer.
 *
 * Which asks would let the agent control the browser or the computer itself: a yes to them is the owner's, at the desk,
 * unless `computer_use_mobile` is on. Codex does both through MCP servers: `node_repl`, `cua_repl`, plugins named after
 * computer use, browser or Chrome, and a browser tool of `codex_apps`. A name decides, so a server that hides its purpose is
 * not among them; one that only sounds like it is answered at the desk, which does no harm.
 */
import type { Ask, Card } from '../../../protocol/session/card.ts';
import type { Tier } from '../../../protocol/session/tiers.ts';

const CONTROL =
  /(^|[^a-z])(node[-_ ]?repl|cua[-_ ]?repl|cua|(unified[-_ ]?)?computer[-_ ]?(use|control)|browser([-_ ]?(use|control))?|chrome)([^a-z]|$)/i;

export function controlsComputer(ask: Ask): boolean {
  if (ask.kind === 'tool') return CONTROL.test(ask.server) || CONTROL.test(ask.tool);
  return (ask.kind === 'form' || ask.kind === 'link') && CONTROL.test(ask.server);
}

/** What a device may, beside its right to answer. */
export interface DeviceMay {
  /** The owner lets devices control the browser and the computer. */
  readonly controlsComputer: boolean;
  /** Its page may say yes to so much. */
  reachesSoFar(tier: Tier): boolean;
}

/** Why a yes is not taken from a device, as a sentence; null: it is. What the device claims to have shown is not looked at. */
export function refusalOfYes({ ask, tier, handling }: Card, may: DeviceMay): string | null {
  if (controlsComputer(ask) && !may.controlsComputer) return CONTROL_AT_THE_DESK;
  if (handling === 'never') return FOR_NOBODY;
  if (handling === 'desk') return BELONGS_AT_THE_DESK;
  return may.reachesSoFar(tier) ? null : NOT_FROM_THIS_PAGE;
}

/** Told at the desk, too. */
export const FOR_NOBODY = 'The policy of this computer lets nobody say yes to this. It can only be declined.';
const BELONGS_AT_THE_DESK = 'This one belongs at the desk: it is answered at the computer only.';
const NOT_FROM_THIS_PAGE =
  'This reaches further than this page may say yes to, because somebody else serves it. Answer it at the computer.';
const CONTROL_AT_THE_DESK =
  'Control of the browser or the computer is approved at the computer only. Its owner can change that in the settings.';
