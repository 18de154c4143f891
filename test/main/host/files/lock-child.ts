/** One of several processes that want the same folder: says when it is up, tries at a word, keeps what it gets. */
import { lockFolder } from '../../../../main/host/files/lock.ts';

const [folder = ''] = process.argv.slice(2);
process.stdin.once('data', () => {
  lockFolder(folder).then(
    () => console.log('mine'),
    () => console.log('in use'),
  );
});
console.log('up');
