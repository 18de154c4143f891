/** Program text of another language inside of a command. Nobody judges it by hand; what it visibly does still counts. */
import type { Weighing } from './call.ts';

const RUNS =
  /child_process|\bexec(Sync|File|FileSync|v|ve|vp)?\s*\(|\bspawn(Sync)?\s*\(|\bsubprocess\b|\bos\.(system|popen|exec|spawn)|\bsystem\s*\(?|\bpopen\b|\bProcess\.|Runtime\.getRuntime|shell_exec|passthru|proc_open|\bpty\b|Deno\.(run|Command)|Bun\.(spawn|\$)|do shell script/;
/** A command in the languages that have no text of that form. */
const BACKQUOTED = /`[^`\n]+`/;
/** Words that start programs in one language and are only words in others. */
const RUNS_IN: ReadonlyMap<string, RegExp> = new Map([
  ['JavaScript', /\$`|\bexeca\b|\bcross-spawn\b|\bshelljs\b|process\.binding/],
  ['Ruby', /\bexec\s+["'%]|\bspawn\s+["'%]|%x|\bOpen3\b|\bIO\.popen/],
  ['Perl', /\bexec\b|\bqx\b|\bopen\b[^;]*["']\s*-?\||\|\s*["']/],
  ['Tcl', /\bexec\b|\bopen\s+["{]?\|/],
  ['Lua', /\bio\.popen/],
  ['Emacs Lisp', /shell-command|(call|start|make)-process|async-shell|\bcompile\b|\(shell\b|\beshell/],
  ['m4', /\be?syscmd\b/],
  ['R', /\bsystem2?\b|\bpipe\s*\(/],
  ['Elixir', /\bSystem\.(cmd|shell)|:os\.cmd|\bPort\.open/],
  ['Erlang', /\bos:cmd|open_port/],
  [
    'Vim script',
    /\bsystem(list)?\s*\(|\bjob_start|\bterm(inal|_start)?\b|^\s*:?\s*(py|py3|python3?|lua|perl|ruby|tcl|mz)\w*\b|\bexecute\b/m,
  ],
  ['GDB', /\bpython\b|\bpy\b|\bpipe\b|^\s*\|/m],
]);
const EVALUATES =
  /\beval\b|\bFunction\s*\(|\bcompile\s*\(|__import__|\bimportlib\b|atob\s*\(|b64decode|base64|fromCharCode|\bchr\s*\(|unhexlify|bytes\.fromhex|\bmarshal\b|\bpickle\b|pack\s*\(|rot13|\bcodecs\b|instance_eval|\bvm\.|\bgetattr\s*\(|__builtins__|\bglobals\s*\(\)|\bsend\s*\(?\s*:|const_get|\b(require|import)\s*\(\s*(?!['"][^'"]*['"]\s*[,)])|\.constructor\b/;
/** Letters written by their numbers; the colours of a terminal are none. */
const SPELLS = /\\x[2-7][0-9a-f]|\\u00[2-7][0-9a-f]|\\u\{[2-7][0-9a-f]\}|\\1[0-7][0-7](?!\d)/i;
const SENDS =
  /\bfetch\s*\(|\bhttps?\b|\bnet\.|\bsocket\b|\burllib|\brequests\b|\bNet::|\bLWP\b|\baxios\b|XMLHttpRequest|\bdgram\b|\bdns\b|\bsmtplib\b|\bftplib\b|paramiko|TCPSocket|fsockopen|curl_/;
const SECRETS =
  /\.env\b|\.ssh\b|\.aws\b|\.npmrc|\.netrc|\bprocess\.env\b(?!\.[A-Z])|\bos\.environ\b(?!\[|\.get)|ENV\.(to_h|each|inspect)|(TOKEN|SECRET|PASSWORD|CREDENTIAL|API_?KEY|PRIVATE_KEY|ACCESS_KEY)|id_rsa|id_ed25519|\/etc\/(shadow|passwd|sudoers)|\.git-credentials|auth\.json/i;
const DELETES =
  /\b(rmtree|rm_rf|rmSync|rmdirSync|unlinkSync|removeSync|remove_dir_all|FileUtils\.rm|os\.remove|os\.unlink|Deno\.remove)\b/;
const DROPS = /\bDROP\s+(TABLE|DATABASE|SCHEMA)|\bTRUNCATE\b/i;

/** @param text null: made while it runs. @param language as a person says it. */
export function weighCode(text: string | null, language: string, on: Weighing): void {
  on.hidden();
  if (text === null) return on.found('commit', `It runs ${language} that is only made while it runs.`);
  on.found('expand', `It runs ${language} that stands in the command; nobody has judged what that does.`);
  const backquoted = language !== 'JavaScript' && BACKQUOTED.test(text);
  if (RUNS.test(text) || backquoted || RUNS_IN.get(language)?.test(text))
    on.found('commit', `The ${language} in it starts other programs.`);
  if (EVALUATES.test(text) || SPELLS.test(text))
    on.found('commit', `The ${language} in it makes up code while it runs.`);
  if (SENDS.test(text)) {
    on.network(null);
    on.found('commit', `The ${language} in it speaks with other computers.`);
  }
  if (SECRETS.test(text)) on.found('commit', `The ${language} in it reaches for secrets.`);
  if (DELETES.test(text) && /['"](\/|~|\.\.)|homedir|expanduser|HOME/.test(text))
    on.found('commit', `The ${language} in it deletes outside of the project.`);
  if (DROPS.test(text)) on.found('commit', `The ${language} in it drops data.`);
}
