/** The agent of launchd, as text (launchd.plist(5)). */
import { SEAL_PLACE, sealed } from './sealed-text.ts';
import type { ServiceProgram } from './service-program.ts';

export const LABEL = 'io.outpost.host';

/** @param crashLog absolute: where Node's own last words go; what the host says goes into a log of its own */
export function launchdPlist({ node, args, env }: ServiceProgram, crashLog: string): string {
  return sealed(`<?xml version="1.0" encoding="UTF-8"?>
<!-- Written by "outpost service install" (${SEAL_PLACE}). -->
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
  <key>Label</key>
  ${string(LABEL)}
  <key>ProgramArguments</key>
  <array>
${[node, ...args].map((each) => `    ${string(each)}`).join('\n')}
  </array>
  <key>EnvironmentVariables</key>
  <dict>
${Object.entries(env)
  .map(([name, value]) => `    <key>${name}</key>\n    ${string(value)}`)
  .join('\n')}
  </dict>
  <key>RunAtLoad</key>
  <true/>
  <!-- Started again after a fault, half a minute later; the host ends with 0 where a restart would change nothing. -->
  <key>KeepAlive</key>
  <dict>
    <key>SuccessfulExit</key>
    <false/>
  </dict>
  <key>ThrottleInterval</key>
  <integer>30</integer>
  <key>ExitTimeOut</key>
  <integer>20</integer>
  <!-- The agent's own server, and with it a turn, goes on while Outpost is started anew. -->
  <key>AbandonProcessGroup</key>
  <true/>
  <!-- Anything less slows the agent's own programs down, which inherit it. -->
  <key>ProcessType</key>
  <string>Interactive</string>
  <key>StandardOutPath</key>
  <string>/dev/null</string>
  <key>StandardErrorPath</key>
  ${string(crashLog)}
</dict>
</plist>
`);
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

const string = (text: string): string =>
  `<string>${text.replaceAll(/[&<>]/g, (character) => ENTITIES[character]!)}</string>`;
