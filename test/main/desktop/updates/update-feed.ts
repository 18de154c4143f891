/** A feed of new versions on loopback, as a release puts it on a server: `latest-linux.yml` and an AppImage. */
import { createHash } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Release {
  readonly version: string;
  readonly content: Buffer;
  /** What the feed says about the content, where that is not the truth. */
  readonly sha512?: string;
  /** Its address below the feed's. */
  readonly file?: string;
}

export interface UpdateFeed {
  readonly url: string;
  /** What was asked for, oldest first. */
  readonly asked: http.IncomingMessage[];
  publish(release: Release): void;
  /** Answers any request for the announcement with this. */
  announce(text: string): void;
  /** Answers nothing but announcements until the returned function is called. */
  hold(): () => void;
  close(): Promise<void>;
}

export const ANNOUNCEMENT = 'latest-linux.yml';

export const digest = (content: Buffer): string => createHash('sha512').update(content).digest('base64');

export async function startFeed(): Promise<UpdateFeed> {
  const asked: http.IncomingMessage[] = [];
  const files = new Map<string, Buffer>();
  let held: Promise<void> | undefined;
  const server = http.createServer(async (request, response) => {
    asked.push(request);
    const name = new URL(request.url ?? '/', 'http://feed').pathname.slice(1);
    if (name !== ANNOUNCEMENT) await held;
    const content = files.get(name);
    if (content === undefined) response.writeHead(404).end();
    else response.writeHead(200, { 'content-length': content.length }).end(content);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const announce = (text: string): void => void files.set(ANNOUNCEMENT, Buffer.from(text));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    announce,
    publish({ version, content, sha512 = digest(content), file = 'Outpost-x86_64.AppImage' }) {
      files.set(file, content);
      announce(
        [
          `version: ${version}`,
          'files:',
          `  - url: ${file}`,
          `    sha512: ${sha512}`,
          `    size: ${content.length}`,
          `path: ${file}`,
          `sha512: ${sha512}`,
          "releaseDate: '2026-11-21T00:00:00.000Z'",
          '',
        ].join('\n'),
      );
    },
    hold() {
      let release = (): void => {};
      held = new Promise((resolve) => {
        release = resolve;
      });
      return release;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
