/** The policy of a host as its owner sees it. */
import type { PolicyChoices, PolicyView } from '../../../../main/contract/policy.ts';

/** Of a host on which nothing was chosen. */
export const policyView = (
  inForce: Partial<PolicyChoices> = {},
  fields: Partial<PolicyView> = {},
): PolicyView => ({
  path: '/home/ada/.config/Outpost/policy.toml',
  revision: 'r1',
  faults: [],
  inForce: {
    preset: 'team',
    tiers: {},
    kinds: {},
    expires: { continue: '8h', expand: '8h', commit: '16h' },
    quietHours: null,
    clients: { own_origin: 'commit', app: 'commit', relay: 'expand', plain_http: 'continue' },
    rules: [],
    projects: [],
    environments: [],
    ...inForce,
  },
  ...fields,
});
