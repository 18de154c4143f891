/** Reads the vectors; see `test/vectors/generate.ts`. */
import { readFileSync } from 'node:fs';

export interface LinkVector {
  name: string;
  text: string;
  now?: number;
  link?: {
    clientOrigin: string;
    relayUrl: string;
    expiresAt: number;
    hostPublicKey: string;
    pairingSecret: string;
  };
  failure?: string;
}

export interface SecretVector {
  mode: 'pair' | 'resume';
  secret: string;
  identityKey?: string;
  admissionKey?: string;
}

interface Exchange {
  name: string;
  ephemeral: string;
  receives: string[];
  sends?: string[];
  outcome?: {
    mode: string;
    identityKey: string;
    admissionKey: string;
    info: string;
    sh2d: string;
    sd2h: string;
    nextSecret: string;
    check: string;
  };
  failure?: string;
}

export interface HostVector extends Exchange {
  role: 'host';
  hostSeed: string;
  known: SecretVector[];
  knownAfterHello?: SecretVector[];
}

export interface DeviceVector extends Exchange {
  role: 'device';
  mode: 'pair' | 'resume';
  secret: string;
  hostPublicKey: string;
  identitySeed: string;
  admissionKey: string;
  info: string;
}

export interface FrameVector {
  name: string;
  key: string;
  rekeyInterval: number;
  frames: string[];
  opens: string[];
  failure?: string;
}

function read<T>(name: string): T[] {
  return JSON.parse(readFileSync(new URL(`../vectors/${name}.json`, import.meta.url), 'utf8')) as T[];
}

export const linkVectors = () => read<LinkVector>('link');
export const handshakeVectors = () => read<HostVector | DeviceVector>('handshake');
export const frameVectors = () => read<FrameVector>('frames');
