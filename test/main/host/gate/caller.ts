/** Calls the gate as the wrapper does. */
import { connect } from 'node:net';
import { join } from 'node:path';
import type { Gate } from '../../../../main/host/gate/gate.ts';

/** @returns the answer, without `wait`; empty when it was cut off */
export function callGate(gate: Gate, text: string): Promise<string> {
  return new Promise((resolve) => {
    let said = '';
    const socket = connect(join(gate.folder, 'gate.sock'));
    socket.on('error', () => {});
    socket.on('close', () => resolve(said.replace(/^wait\n/, '').trim()));
    socket.on('data', (data) => {
      said += data;
      if (/^(go|no .*)$/m.test(said)) socket.write('heard\n');
    });
    socket.write(`${Buffer.byteLength(text)}\n${text}`);
  });
}
