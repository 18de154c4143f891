/** Serves the scenes to a browser, built once in a process and kept in its memory. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { build, type Rolldown } from 'vite';

export interface Preview {
  /** The address of a scene. */
  scene(name: string): string;
  close(): void;
}

const TYPES: Record<string, string> = { html: 'text/html', js: 'text/javascript', css: 'text/css' };

/** By their paths. */
type Files = ReadonlyMap<string, string | Uint8Array>;

let built: Promise<Files> | undefined;

async function buildFiles(): Promise<Files> {
  const { output } = (await build({
    root: import.meta.dirname,
    configFile: false,
    logLevel: 'silent',
    worker: { format: 'es' },
    // One script and one sheet: with a hundred, and not minified, a scene takes twice as long to open.
    build: {
      write: false,
      minify: true,
      target: 'es2023',
      cssCodeSplit: false,
      rolldownOptions: { output: { codeSplitting: false } },
    },
  })) as Rolldown.RolldownOutput;
  return new Map(
    output.map((file) => [`/${file.fileName}`, file.type === 'chunk' ? file.code : file.source]),
  );
}

export async function servePreview(): Promise<Preview> {
  // A process serves them to more than one file of tests.
  built ??= buildFiles();
  const files = await built;
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const name = pathname === '/' ? '/index.html' : pathname;
    const file = files.get(name);
    if (file === undefined) return response.writeHead(404).end();
    response.setHeader('content-type', TYPES[name.slice(name.lastIndexOf('.') + 1)] ?? 'text/plain');
    return response.end(file);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    scene: (name) => `http://127.0.0.1:${port}/?scene=${name}`,
    close: () => server.close(),
  };
}
