/** The relay as it is, in a process of its own, with limits that let one address bring many pairs. */
import { startRelay } from '../../relay/server.ts';
import { measuredProcess } from './measured-process.ts';

const MANY = 4096;

await measuredProcess(import.meta.url, async () => {
  const relay = await startRelay({
    host: '127.0.0.1',
    port: 0,
    names: ['relay.example:443'],
    limits: { addressConnections: MANY, addressHosts: MANY },
  });
  return relay.port;
});
