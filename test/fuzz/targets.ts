/** Every fuzzer. */
import type { Target } from './fuzzer.ts';
import { codex } from './targets/codex.ts';
import { files, localSocket, panel } from './targets/desk.ts';
import { opening, phone } from './targets/phone.ts';
import { handshakeDevice, handshakeHost, plaintexts, sealedFrames } from './targets/sealed.ts';
import { sessions } from './targets/session.ts';
import { sshConfig } from './targets/ssh-config.ts';
import { link, relayFrames, switchboard } from './targets/wire.ts';

export const TARGETS: readonly Target[] = [
  relayFrames,
  link,
  switchboard,
  handshakeHost,
  handshakeDevice,
  sealedFrames,
  plaintexts,
  ...sessions,
  phone,
  opening,
  localSocket,
  panel,
  files,
  codex,
  sshConfig,
];
