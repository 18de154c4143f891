/** A host that is killed: connects, says how it goes, and answers with the passphrase that it was given on its stdin. */
import { createInterface } from 'node:readline';
import { makeRunFolder } from '../../main/host/ssh/connection/run-folder.ts';
import { SystemSshConnection } from '../../main/host/ssh/connection/ssh-connection.ts';
import { findSsh } from '../../main/host/ssh/program.ts';

const [alias = '', folder = '', mode = ''] = process.argv.slice(2);
const { env } = process;
const connection = new SystemSshConnection({
  alias,
  env,
  program: () => findSsh({ env, platform: process.platform }),
  runFolder: () => makeRunFolder(folder),
});
connection.listen({
  printed() {},
  changed({ state }) {
    console.log(state);
  },
});
createInterface({ input: process.stdin }).on('line', (secret) => {
  const { state } = connection;
  if (state.state === 'asking') connection.answer(state.question.id, secret);
});
if (mode === 'silent') connection.reconnect();
else {
  await connection.connect();
  connection.shell?.stream(['sleep', '600']);
  console.log('streaming');
}
