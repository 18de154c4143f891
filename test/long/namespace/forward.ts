/** A stop on the way, in a namespace of its own: hands every connection on. Arguments: address and port here, and there. */
import { connect, createServer } from 'node:net';

const [here = '', port = '', there = '', target = ''] = process.argv.slice(2);
createServer((socket) => {
  const onward = connect(Number(target), there);
  for (const each of [socket, onward]) each.on('error', () => {});
  socket.pipe(onward).pipe(socket);
  socket.once('close', () => onward.destroy());
  onward.once('close', () => socket.destroy());
}).listen(Number(port), here, () => process.send?.('listening'));
