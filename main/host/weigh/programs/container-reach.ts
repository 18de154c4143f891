/** How far a container reaches into this computer: its folders, devices, network and secrets. */
import type { Weighing } from '../call.ts';
import { optionsOf } from '../options.ts';
import { isSecretVariable } from '../secret-names.ts';
import { type Argument, behind } from '../shell/argument.ts';

const SOCKET = /(docker|podman|containerd|crio)(\.raw)?\.sock/;
export const RUN_VALUES =
  '-e --env --env-file -v --volume --mount -w --workdir -p --publish --name -u --user --network --net --pid --ipc --uts --userns --cgroupns --cap-add --cap-drop --device --security-opt --volumes-from --entrypoint -l --label --label-file -m --memory --cpus --platform --pull --add-host --dns --dns-search --expose -h --hostname --link --restart --shm-size --stop-signal --stop-timeout --tmpfs --ulimit --gpus --log-driver --log-opt --health-cmd --health-interval --ip --mac-address --cidfile --runtime --sysctl -a --attach --detach-keys -c --cpu-shares --cpuset-cpus --annotation --group-add --secret --network-alias --isolation --memory-swap --pids-limit --blkio-weight --volume-driver --index'.split(
    ' ',
  );

/** Options without a value. */
const RUN_FLAGS = new Set(
  '-d --detach -i --interactive -t --tty -T --no-TTY --rm --init --read-only -P --publish-all --privileged --no-healthcheck --oom-kill-disable --sig-proxy -q --quiet --replace --no-deps --service-ports --build --remove-orphans --use-aliases --quiet-pull'.split(
    ' ',
  ),
);

/**
 * What gives a container more of this computer than a folder of the project.
 * @returns the image or the container, and the words that run in it
 */
export function reach(args: readonly Argument[], on: Weighing): readonly Argument[] {
  const stopped = optionsOf(args, { exact: true, values: RUN_VALUES, stops: true });
  const known = [...stopped.names].every((name) => RUN_FLAGS.has(name) || stopped.all(name).length > 0);
  // Behind an option that nobody knows, what looks like the image could be its value, and more options follow.
  const options = known ? stopped : optionsOf(args, { exact: true, values: RUN_VALUES });
  const host = options.all('--network', '--net', '--pid', '--ipc', '--userns', '--uts', '--cgroupns');
  const open = host.some(({ text }) => text === null || text === 'host' || text.startsWith('container:'));
  if (options.has('--privileged', '--cap-add', '--device', '--security-opt') || open)
    on.found('commit', 'What runs in the container can reach all of this computer.');
  for (const file of options.all('--env-file', '--label-file')) on.read(file);
  for (const variable of options.all('-e', '--env')) passes(variable, on);
  for (const volume of options.all('-v', '--volume')) mounts(upToColon(volume), on);
  for (const mount of options.all('--mount')) {
    const source = /(?:^|,)(?:src|source)=/.exec(mount.start);
    if (source !== null) mounts(until(behind(mount, source.index + source[0].length), ','), on);
    else if (mount.text === null) mounts(mount, on);
  }
  for (const path of options.all('--cidfile')) on.write(path);
  return stopped.operands;
}

/** A named volume is of the containers; a path is of this computer. */
function mounts(source: Argument, on: Weighing): void {
  if (source.text !== null && !/[/.~\\]/.test(source.text)) return;
  if (SOCKET.test(source.start))
    return on.found('commit', 'What runs in the container can command all others.');
  on.read(source);
  const zone = on.zone(source);
  if (zone !== 'inside' && zone !== 'temporary' && !isProject(source, on))
    on.found('commit', `It gives a container a folder outside of the project: ${source.shown.slice(0, 80)}`);
}

const isProject = ({ text }: Argument, on: Weighing): boolean =>
  text?.replace(/(.)\/$/, '$1') === on.place.project || (text === '.' && on.insideProject());

/** A variable for a container or a build: `NAME`, as it is here, or `NAME=value`. */
export function passes(variable: Argument, on: Weighing): void {
  const [name, value] = variable.start.split('=', 2);
  if (!isSecretVariable(name!)) return;
  on.secret(`$${name}`);
  on.found(value === undefined ? 'commit' : 'expand', `It gives a container the secret ${name}.`);
}

const until = (argument: Argument, mark: string): Argument => {
  const at = argument.start.indexOf(mark);
  return at < 0
    ? argument
    : { ...argument, text: argument.start.slice(0, at), start: argument.start.slice(0, at) };
};
const upToColon = (argument: Argument): Argument => until(argument, ':');
