/** Services, processes and settings of this computer. */
import { expect, it } from 'vitest';
import { tierOf } from './place.ts';

it.each([
  ['kill -0 4242', 'continue'],
  ['kill %2', 'continue'],
  ['sleep 9 & kill $!', 'continue'],
  ['systemctl --user status web', 'continue'],
  ['sysctl -n hw.ncpu', 'continue'],
  ['kill -TERM 4242', 'expand'],
  ['kill -1 4242', 'expand'],
  ['pkill -f vite', 'expand'],
  ['pgrep vite | xargs kill', 'expand'],
  ['journalctl -u web', 'expand'],
  ['crontab -l', 'expand'],
  ['pm2 list', 'expand'],
  ['systemd-run --user npm test', 'expand'],
  ['ip addr', 'expand'],
  ['launchctl list', 'expand'],
  ['defaults read com.example.app', 'expand'],
  ['kill -9 -1', 'commit'],
  ['kill 1', 'commit'],
  ['pkill .', 'commit'],
  ["pkill -f 'out.*'", 'commit'],
  ["pkill '((.*)*)*x'", 'commit'],
  ['killall codex', 'commit'],
  ['pkill "$NAME"', 'commit'],
  ['systemctl restart web', 'commit'],
  ['systemctl -H host status web', 'commit'],
  ['service nginx restart', 'commit'],
  ['crontab jobs.txt', 'commit'],
  ['echo ls | at noon', 'commit'],
  ['systemd-run --user git push', 'commit'],
  ['ip netns exec x git push', 'commit'],
  ['ip link set eth0 down', 'commit'],
  ['screen -dm git push', 'commit'],
  ['screen -X stuff x', 'commit'],
  ['mount /dev/sda1 mnt', 'commit'],
  ['iptables -F', 'commit'],
  ['sysctl -w a=b', 'commit'],
  ['defaults write com.example.app x y', 'commit'],
  ['shutdown now', 'commit'],
  ['useradd x', 'commit'],
  ['mkfs.ext4 /dev/sda1', 'commit'],
  ["strace -o '|git push' ls", 'commit'],
  ['xdotool key Return', 'commit'],
  ['xcrun notarytool submit a.zip', 'commit'],
])('%s: %s', (command, tier) => {
  expect(tierOf(command)).toBe(tier);
});

it.each([
  'kill $(pgrep codex)',
  'pgrep codex | xargs kill -9',
  'pgrep -f outpost | sort | xargs -I{} kill {}',
  "kill $(ps aux | grep '[s]shd' | awk '{print $2}')",
  "ps aux | awk '/outpost/ {print $2}' | xargs kill",
  'for id in $(pidof codex); do kill $id; done',
  'ids=`pgrep codex`; kill $ids',
  'part=cod; kill $(pgrep "$part"ex)',
  'pgrep codex | while read id; do kill $id; done',
  'while read id; do kill $id; done < <(pgrep codex)',
  'mapfile -t ids < <(pgrep codex); kill "$ids"',
  'xargs kill <<< "$(pgrep codex)"',
  'xargs -a <(pgrep codex) kill',
  'parallel kill ::: $(pgrep codex)',
  'kill "$(cat /run/sshd.pid)"',
  'kill $(pgrep "$NAME")',
  "kill $(pgrep '.*')",
])('holds at the desk what ends the host, whoever says its number: %s', (command) => {
  expect(tierOf(command)).toBe('commit');
});

it.each([
  'kill $(pgrep vite)',
  'name=vite; kill $(pgrep "$name")',
  'lsof -ti ":$PORT" | xargs kill',
  "kill $(lsof -i :3000 | grep -o '[0-9]*')",
  'kill $(cat tmp/server.pid)',
])('asks for other programs: %s', (command) => {
  expect(tierOf(command)).toBe('expand');
});
