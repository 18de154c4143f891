/** What `tailscale status --json` says of this computer: https://pkg.go.dev/tailscale.com/ipn/ipnstate#Status. */
import * as v from 'valibot';
import type { TailscaleProblem } from './way-state.ts';

const Status = v.object({
  BackendState: v.string(),
  Self: v.nullish(v.object({ DNSName: v.optional(v.string(), '') })),
  CertDomains: v.nullish(v.array(v.string())),
});

export interface Tailnet {
  /** This computer's name, lower case, without the final dot: `studio.tail1234.ts.net`. */
  readonly name: string;
  /** Whether there will be a certificate for that name. */
  readonly hasCertificates: boolean;
}

/** @param text what it wrote @returns null when it is not what is documented */
export function readTailscaleStatus(text: string): Tailnet | { readonly problem: TailscaleProblem } | null {
  const parsed = v.safeParse(Status, parseJson(text));
  if (!parsed.success) return null;
  const { BackendState, Self, CertDomains } = parsed.output;
  switch (BackendState) {
    case 'Running':
      break;
    case 'NeedsLogin':
      return { problem: 'signedOut' };
    case 'Stopped':
      return { problem: 'switchedOff' };
    case 'NeedsMachineAuth':
      return { problem: 'notApproved' };
    // `NoState` and `Starting`: as good as not running; it is looked at again.
    default:
      return { problem: 'notRunning' };
  }
  const name = (Self?.DNSName ?? '').replace(/\.$/, '').toLowerCase();
  if (!isHostName(name)) return { problem: 'noName' };
  return { name, hasCertificates: (CertDomains ?? []).some((domain) => domain.toLowerCase() === name) };
}

const isHostName = (name: string): boolean =>
  name.length <= 253 && /^[a-z0-9](?:[a-z0-9-]{0,62})(?:\.[a-z0-9](?:[a-z0-9-]{0,62}))+$/.test(name);

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
