/** A relay, as a phone on this machine would meet it: does it answer, and does a WebSocket get through to it? */
import { WebSocket } from 'ws';
import { decodeFromRelay, RelayFrameError } from '../../../protocol/relay-frames.ts';
import { bad, type Finding, good } from './finding.ts';

/** A relay says its challenge at once: this leaves room for a slow network, and somebody waits for the report. */
const WITHIN_MS = 5000;

type Answer = 'relay' | 'somethingElse' | 'refused' | 'silent' | 'unreachable';

/** @param url `wss://name` or `ws://address` */
export async function lookAtRelay(url: string): Promise<Finding> {
  const { host } = new URL(url);
  switch (await knock(url)) {
    case 'relay':
      return good('relay', `${host} answers as a relay.`);
    case 'somethingElse':
      return bad(
        'relay',
        `What answers at ${host} is no relay.`,
        'Check the address and port, and what runs there.',
      );
    case 'refused':
      return bad(
        'relay',
        `${host} answers, but lets no WebSocket through.`,
        'Let its proxy pass on upgrades, and look at the log of the relay.',
      );
    case 'silent':
      return bad(
        'relay',
        `${host} takes the connection and says nothing.`,
        'Restart the relay, or the proxy before it.',
      );
    case 'unreachable':
      return bad(
        'relay',
        `${host} cannot be reached from here.`,
        'Check the address, the firewall, and that the relay runs (its /healthz says ok).',
      );
  }
}

/** The first thing that a relay says to anybody is a challenge. Nothing is said back. */
function knock(url: string): Promise<Answer> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`${url.replace(/\/$/, '')}/v1/host`, {
      perMessageDeflate: false,
      maxPayload: 4096,
      handshakeTimeout: WITHIN_MS,
    });
    const timer = setTimeout(() => end('silent'), WITHIN_MS);
    const end = (answer: Answer) => {
      clearTimeout(timer);
      socket.terminate();
      resolve(answer);
    };
    socket.on('message', (data: Buffer) => end(isChallenge(data) ? 'relay' : 'somethingElse'));
    socket.on('unexpected-response', () => end('refused'));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      // What speaks no HTTP at all answers, too.
      end(error.code?.startsWith('HPE_') ? 'somethingElse' : 'unreachable');
    });
    socket.on('close', () => end('somethingElse'));
  });
}

function isChallenge(data: Buffer): boolean {
  try {
    return decodeFromRelay(data).type === 'challenge';
  } catch (error) {
    if (error instanceof RelayFrameError) return false;
    throw error;
  }
}
