import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An archive in the registry. */
export interface RegistryArchive {
  /** The name of the npm package or the Python project. */
  readonly name: string;
  readonly version: string;
  /** Such as "m-1-py3-none-any.whl". */
  readonly fileName: string;
  readonly content: Buffer;
  /** The checksum in the npm metadata, such as "sha512-…". */
  readonly integrity?: string;
}

/** An npm and a Python registry for real clients, with configurable faults. */
export interface FakeRegistry {
  readonly url: string;
  /** The number of following downloads that are cut in the middle. */
  cuts: number;
  /** Sent instead of the requested archive. */
  replaced: Buffer | undefined;
  /** Holds archives until they are released. */
  hold(): void;
  release(): void;
  /** The number of requests for an archive. */
  readonly downloads: () => number;
  close(): Promise<void>;
}

/** Starts registries with one archive on a free loopback port. */
export async function startFakeRegistry(archive: RegistryArchive): Promise<FakeRegistry> {
  let downloads = 0;
  let held: Promise<void> | undefined;
  let release: () => void = () => undefined;
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    if (path === `/files/${archive.fileName}`) {
      downloads += 1;
      void Promise.resolve(held).then(() => sendArchive(response));
    } else if (path === `/simple/${archive.name}/`) {
      response.setHeader('content-type', 'text/html');
      response.end(`<a href="/files/${archive.fileName}">${archive.fileName}</a>`);
    } else if (path === `/${archive.name}`) {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(packument(registry.url, archive)));
    } else {
      response.writeHead(404).end('{}');
    }
  });
  const sendArchive = (response: ServerResponse) => {
    const content = registry.replaced ?? archive.content;
    response.writeHead(200, { 'content-length': content.length });
    if (registry.cuts === 0) {
      response.end(content);
      return;
    }
    registry.cuts -= 1;
    const half = content.subarray(0, content.length / 2);
    response.write(half, () => response.destroy());
  };
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const registry: FakeRegistry = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cuts: 0,
    replaced: undefined,
    hold: () => {
      held = new Promise((resolve) => {
        release = resolve;
      });
    },
    release: () => release(),
    downloads: () => downloads,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
  return registry;
}

/** The package metadata that npm requests before the archive. */
function packument(url: string, { name, version, fileName, integrity }: RegistryArchive): object {
  const dist = { tarball: `${url}/files/${fileName}`, integrity };
  return {
    name,
    'dist-tags': { latest: version },
    versions: { [version]: { name, version, dist } },
  };
}
