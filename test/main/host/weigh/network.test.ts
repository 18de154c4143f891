/** Places in the network that an agent asks for. */
import { expect, it } from 'vitest';
import { Findings } from '../../../../main/host/weigh/findings.ts';
import { addNetwork } from '../../../../main/host/weigh/network.ts';

function weigh(host: string, protocol = 'https') {
  const findings = new Findings();
  addNetwork({ host, protocol }, findings);
  return findings.verdict();
}

it.each([
  ['packages.example.org:443', 'another computer'],
  ['example.com', 'another computer'],
  ['localhost:3000', 'on this computer'],
  ['127.0.0.1', 'on this computer'],
  ['192.168.1.10', 'your own network'],
  ['build.internal', 'your own network'],
  ['db', 'your own network'],
  ['203.0.113.9', 'has no name'],
])('%s is expand, and said to be %s', (host, words) => {
  const { tier, reasons, touches } = weigh(host);
  expect(tier).toBe('expand');
  expect(reasons[0]!.text).toContain(words);
  expect(touches.network).toEqual([host]);
});

it.each([
  ['169.254.169.254', 'https'],
  ['0xa9fea9fe', 'http'],
  ['metadata.google.internal', 'http'],
  ['ex\u0430mple.com', 'https'],
  ['xn--exmple-4nf.com', 'https'],
  ['*.example.com', 'https'],
  ['', 'https'],
  ['abc.ngrok-free.app', 'https'],
  ['pastebin.com', 'https'],
  ['example.com', 'socks5Tcp'],
  ['example.com:22', 'ssh'],
])('%s by %s is commit', (host, protocol) => {
  expect(weigh(host, protocol).tier).toBe('commit');
});
