/** The entry file of the desktop app. */
import { createHost } from '../host/host.ts';
import { runDesktop } from './desktop.ts';

runDesktop(createHost);
