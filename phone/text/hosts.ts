/** The host that this phone is paired with. */
import type { Right } from '../../protocol/session/values.ts';

export const heading = 'Hosts';
export const checkWords = 'Check words';
export const checkWordsMeaning = 'The same four words stand beside this phone on the host.';
export const mayLabel = 'This phone may';
export const may: Record<Right, string> = {
  view: 'Look only',
  answer: 'Look, answer and stop',
  start: 'Look, answer, stop and start work',
};
/** As Node names it; another one is shown as it is. */
export const platform = (name: string): string =>
  ({ darwin: 'macOS', win32: 'Windows', linux: 'Linux' })[name] ?? name;
export const another = 'Another host';
export const anotherHow =
  'On the other computer choose “Pair a phone…” and scan its code with this phone’s camera. For now this phone shows ' +
  'one host at a time: the one that it was paired with last.';

export const plainHttp =
  'This page came over plain http: anyone on this network could have altered it. Use it to try Outpost; for the road ' +
  'open it from an https address.';

export const deviceName = 'This phone’s name on the host';
export const save = 'Save';
export const notRenamed = 'There is no connection, so the name was not changed.';

export const leaveHost = 'Leave this host';
export const leaveTitle = (host: string): string => `Leave ${host}?`;
export const leaveMeaning =
  'The host forgets this phone, and this phone its keys. What runs there goes on. To come back, pair again.';
export const forgetMeaning =
  'The host cannot be reached, so only this phone forgets. It stays in the host’s list until it is revoked there.';
export const stay = 'Stay';
export const leave = 'Leave';
export const forget = 'Forget';
