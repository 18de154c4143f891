/** The gate's hook as Codex 0.169 lists it, for a thread that was started with it (test/transcripts). */
export function listedHook(hook: { command: string; timeout: number }, trustStatus: 'trusted' | 'untrusted') {
  return {
    key: '/<session-flags>/config.toml:pre_tool_use:0:0',
    eventName: 'preToolUse',
    handlerType: 'command',
    command: hook.command,
    timeoutSec: hook.timeout,
    source: 'sessionFlags',
    enabled: true,
    currentHash: 'sha256:1',
    trustStatus,
  };
}
