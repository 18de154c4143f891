/** `policy.toml` as Outpost writes it: a preset, and nothing else. Most owners never change it by hand, so a start knows it at sight. */
import { PRESETS, type Preset } from '../../contract/policy.ts';

export const presetText = (preset: Preset): string => `# Who may say yes to what the agent wants to do.
# Change it here, in the control panel under Approvals, or with “outpost policy”; comments of your own stay.
# While it has a mistake, the built-in strict policy holds, and Outpost says which line it is.

# observe, pilot, team or strict
preset = "${preset}"
`;

/** Which preset it says, where it is such a text to the letter; undefined: it has to be read. */
export const presetOf = (text: string): Preset | undefined =>
  PRESETS.find((preset) => text === presetText(preset));
