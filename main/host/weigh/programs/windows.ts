/** PowerShell and `cmd`: for the desk, but for an exact list. */
import type { Findings } from '../findings.ts';
import type { Place } from '../verdict.ts';

export function weighOtherShell(
  platform: 'powershell' | 'cmd',
  _command: string,
  _place: Place,
  findings: Findings,
): void {
  findings.deskOnly();
  findings.hidden();
  const name = platform === 'cmd' ? 'cmd' : 'PowerShell';
  findings.found('commit', `It is for ${name}, which Outpost does not read.`);
}
