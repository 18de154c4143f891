/** What the user chose in Codex under the names that Outpost shares with it. Read once; Outpost never writes there. */
import path from 'node:path';
import { parse } from 'smol-toml';
import { parseSetting, type Settings } from '../../contract/settings.ts';

const SHARED = ['mobile_keep_awake', 'computer_use_mobile', 'remote_connections'] as const;

/** Where Codex keeps its settings. */
export const codexConfigFile = (environment: NodeJS.ProcessEnv, home: string): string =>
  path.join(environment.CODEX_HOME ?? path.join(home, '.codex'), 'config.toml');

/** @param text of Codex's `config.toml`. What cannot be read there is Codex's business, and says nothing. */
export function codexFeatures(text: string): Partial<Settings> {
  let config: Record<string, unknown>;
  try {
    config = parse(text);
  } catch {
    return {};
  }
  const { features } = config;
  if (typeof features !== 'object' || features === null) return {};
  const chosen: Partial<Record<(typeof SHARED)[number], boolean>> = {};
  for (const key of SHARED) {
    if (!Object.hasOwn(features, key)) continue;
    const parsed = parseSetting(key, (features as Record<string, unknown>)[key]);
    if (parsed.ok) chosen[key] = parsed.value;
  }
  return chosen;
}
