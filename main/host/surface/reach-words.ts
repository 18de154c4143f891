/** What is said of the ways that another program makes. Each problem: what happened and what it means, what to do. */
import type { Problem, TailscaleProblem, TunnelProblem } from '../reach/way-state.ts';

interface Said {
  readonly detail: string;
  readonly remedy: string;
}

export interface Words<Kind extends string> {
  readonly title: string;
  readonly off: string;
  readonly starting: string;
  readonly up: string;
  readonly problems: Readonly<Record<Problem<Kind>['kind'], Said>>;
}

const noRelay: Said = {
  detail: 'This host was started without a relay of its own, so there is nothing to publish.',
  remedy: 'Start it with one, or use the relay that it has.',
};

export const TAILSCALE_WORDS: Words<TailscaleProblem> = {
  title: 'Tailscale',
  off: 'Reaches this computer from your own devices, anywhere, over https. Phones need Tailscale, too.',
  starting: 'Tailscale is asked to publish this computer to your tailnet.',
  up: 'Phones in your tailnet reach this computer from anywhere, over https.',
  problems: {
    noRelay,
    missing: {
      detail: 'Tailscale was not found on this computer, so it leads no phone here.',
      remedy: 'Install it from https://tailscale.com/download, and sign in.',
    },
    notRunning: {
      detail: 'Tailscale is installed, but does not run, so it leads no phone here.',
      remedy: 'Start it: open the Tailscale app, or run “sudo systemctl start tailscaled”.',
    },
    signedOut: {
      detail: 'Nobody is signed in to Tailscale on this computer, so it leads no phone here.',
      remedy: 'Sign in with the Tailscale app, or run “tailscale up”.',
    },
    switchedOff: {
      detail: 'Tailscale is switched off on this computer, so it leads no phone here.',
      remedy: 'Switch it on with the Tailscale app, or run “tailscale up”.',
    },
    notApproved: {
      detail: 'Your tailnet has not approved this computer yet.',
      remedy: 'Approve it, or have it approved, at https://login.tailscale.com/admin/machines.',
    },
    noName: {
      detail: 'This computer has no name in your tailnet, so no certificate and no https.',
      remedy: 'Switch on MagicDNS at https://login.tailscale.com/admin/dns.',
    },
    notEnabled: {
      detail: 'Your tailnet does not allow “tailscale serve” yet. It goes on by itself once it does.',
      remedy: 'Allow it here:',
    },
    noCertificates: {
      detail: 'Your tailnet gives out no certificates, so phones cannot open this computer over https.',
      remedy: 'Switch on HTTPS certificates at https://login.tailscale.com/admin/dns.',
    },
    notAllowed: {
      detail: 'Tailscale does not let your user account publish anything.',
      remedy: 'Allow it, once: sudo tailscale set --operator=$USER',
    },
    portTaken: {
      detail: 'Something else is published on port 443 of this computer’s name in your tailnet.',
      remedy: 'See what it is with “tailscale serve status”, and end it: tailscale serve --https=443 off',
    },
    tooOld: {
      detail: 'The Tailscale on this computer is too old for Outpost, which needs 1.52 or newer.',
      remedy: 'Update Tailscale.',
    },
    ended: {
      detail: '“tailscale serve” ended. It is started again by itself.',
      remedy: 'If it stays so, see what it says: tailscale serve --https=443 localhost:1',
    },
    silent: {
      detail: 'Tailscale did not answer in time. It is asked again by itself.',
      remedy: 'If it stays so, restart Tailscale.',
    },
  },
};

export const TUNNEL_WORDS: Words<TunnelProblem> = {
  title: 'Cloudflare quick tunnel, for trying out',
  off: 'Reaches this computer from anywhere, without an account. Its name changes at every start.',
  starting: 'A quick tunnel is being requested from Cloudflare.',
  up:
    'Phones reach this computer from anywhere. The name changes at the next start: phones that are away then have to be ' +
    'paired again.',
  problems: {
    noRelay,
    missing: {
      detail: 'The program cloudflared was not found on this computer, so there is no tunnel.',
      remedy:
        'Install it: https://developers.cloudflare.com/cloudflare-one/connections/connect-networks/downloads',
    },
    limited: {
      detail:
        'Cloudflare gives this computer no quick tunnel now: it asked for too many. It is asked again by itself.',
      remedy: 'Wait some minutes, or use another way.',
    },
    noNetwork: {
      detail: 'Cloudflare could not be asked for a quick tunnel. It is tried again by itself.',
      remedy: 'Check the network of this computer.',
    },
    ended: {
      detail: 'The tunnel ended, and its name with it. A new one is started by itself.',
      remedy: 'If it stays so, see what it says: cloudflared tunnel --url http://localhost:1',
    },
    silent: {
      detail: 'cloudflared did not say an address in time. It is started again by itself.',
      remedy: 'Check the network of this computer.',
    },
  },
};
