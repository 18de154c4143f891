/** What it means to give a variable a value: some of them make other programs run. */
import type { Weighing } from './call.ts';
import { isSecretVariable } from './secret-names.ts';
import { type Argument, dynamic } from './shell/argument.ts';

/** Each makes a program run text or code that nobody named. */
const RUNS =
  /^(IFS|LD_.*|DYLD_.*|BASH_ENV|ENV|PROMPT_COMMAND|SHELLOPTS|BASHOPTS|PS[0124]|PYTHONSTARTUP|PERL5OPT|PERL5LIB|RUBYOPT|JAVA_TOOL_OPTIONS|_JAVA_OPTIONS|GIT_SSH.*|GIT_EXTERNAL_DIFF|GIT_ASKPASS|SSH_ASKPASS|GIT_CONFIG.*|GIT_PROXY_COMMAND|GIT_TEMPLATE_DIR|GIT_EXEC_PATH|LESSOPEN|LESSCLOSE|MANPAGER|BROWSER|GH_BROWSER|SHELL|KUBECTL_EXTERNAL_DIFF|PSQLRC|TF_CLI_ARGS.*|TF_CLI_CONFIG_FILE|WGETRC|CURL_HOME)$/;
const SHOWS = /^(([A-Z]+_)*(PAGER|EDITOR)|VISUAL)$/;
const HARMLESS_SHOWS = new Set(['cat', 'less', 'true', ':', '']);
const LOADS = /(--?(require|import|r|loader|experimental-loader|env-file)\b)/;
const KNOWN_FOLDERS =
  /^(\.\/)?(node_modules\/\.bin|\.venv\/bin|venv\/bin)$|^(\/usr\/local\/bin|\/opt\/homebrew\/bin|.*\/(\.cargo|\.local|go)\/bin|.*\/node_modules\/\.bin|.*\/\.venv\/bin)$/;
/** Each names a program, code or a registry that a tool then uses. */
const REPLACES =
  /^(CC|CXX|LD|RUSTC|RUSTDOC|RUSTC_(WORKSPACE_)?WRAPPER|CARGO_(TARGET_.*_(RUNNER|LINKER)|BUILD_RUSTC.*)|MAKEFLAGS|MAKEFILES|GNUMAKEFLAGS|GOFLAGS|GOPROXY|PYTEST_(ADDOPTS|PLUGINS)|PYTHONHOME|PYTHONINSPECT|PIP_.*|UV_(INDEX|DEFAULT_INDEX|EXTRA_INDEX).*|npm_config_.*|NPM_CONFIG_.*|YARN_(REGISTRY|RC_FILENAME|PLUGINS)|BUNDLE_.*|RUBYLIB|GEM_(HOME|PATH)|(MAVEN|GRADLE|JAVA|SBT)_OPTS|JDK_JAVA_OPTIONS|CLASSPATH|DOTNET_STARTUP_HOOKS|LUA_INIT.*|R_PROFILE.*|JULIA_LOAD_PATH|ERL_.*FLAGS|GIT_(DIR|WORK_TREE|INDEX_FILE|OBJECT_DIRECTORY))$/;
/** Usual compilers, a number of jobs, sizes of memory, and how Go builds. */
const USUAL =
  /^((ccache )?(gcc|g\+\+|clang|clang\+\+|cc|c\+\+|sccache)(-\d+)?|-?-?j(obs=)?\d*|(\s*-Xm[snx]\d+[kmg]?)+|(\s*-(mod=\w+|count=\d+|race|v|tags=[\w,]+|buildvcs=\w+))+)$/i;
const HOSTS = /^(DOCKER_HOST|DOCKER_CONTEXT|CONTAINER_HOST|KUBECONFIG|GH_HOST|AWS_ENDPOINT_URL.*)$/;

export function weighAssignment(name: string, value: Argument, on: Weighing): void {
  const { text, start } = value;
  if (/\[\s*(\$\(|`)/.test(start))
    on.found('commit', `Calculating with ${name} would run a command that is hidden in it.`);
  if (name === 'PATH') return path(value, on);
  // Without a value there is no program and no code; how words fall apart changes also then.
  const empty = text === '';
  if (RUNS.test(name) && !(empty && name !== 'IFS'))
    return on.found('commit', `Setting ${name} changes what other programs run.`);
  if (SHOWS.test(name) && !(text !== null && HARMLESS_SHOWS.has(text)))
    return on.found('commit', `Setting ${name} makes another program run.`);
  if (name === 'NODE_OPTIONS' && (text === null || LOADS.test(text)))
    return on.found('commit', 'Setting NODE_OPTIONS loads other code into every program of Node.');
  if (HOSTS.test(name)) return on.found('commit', `Setting ${name} reaches another computer.`);
  if (REPLACES.test(name) && !empty && !(text !== null && USUAL.test(text)))
    on.found('expand', `Setting ${name} puts other programs or settings in the place of usual ones.`);
  if (/^(UPDATE_SNAPSHOTS?|INSTA_UPDATE|INSTA_FORCE_PASS)$/.test(name))
    return on.found('expand', 'It lets the tests take whatever comes as expected.');
  if (isSecretVariable(name)) {
    on.secret(`$${name}`);
    return on.found('expand', `It sets the secret ${name}.`);
  }
  if (text?.startsWith('/')) on.read(value);
}

/** Something else gives it a value: `read`, a loop, `${PATH:=…}`. That a script reads a secret into one says nothing. */
export function weighWritten(name: string, on: Weighing): void {
  const matters = [RUNS, SHOWS, REPLACES, HOSTS].some((names) => names.test(name));
  if (matters || name === 'PATH' || name === 'NODE_OPTIONS') weighAssignment(name, dynamic('unknown'), on);
}

/** Folders in front of or behind the usual ones. */
function path({ text, start, shown }: Argument, on: Weighing): void {
  const folders = (text ?? shown.replace(/^["']|["']$/g, '')).split(':');
  const known = folders.every(
    (folder) => /^\$(PATH|\{PATH\})$/.test(folder) || KNOWN_FOLDERS.test(folder.replace(/^\$(PWD|HOME)/, '')),
  );
  const keeps = folders.some((folder) => /^\$(PATH|\{PATH\})$/.test(folder));
  if (known && keeps) on.found('expand', 'It changes where programs are looked for.');
  else on.found('commit', `It changes where programs are looked for: ${(text ?? start) || '…'}.`);
}
