/**
 * The modules of the project, and the imports that each may have. Biome's rules are generated from
 * this table (`npm run snapshot`), and a contract test shows that each boundary holds.
 *
 * Dependencies point one way: transports → rpc → chat → models, store; cli → app → all;
 * sidecar → protocol ← webui. Nothing imports test.
 */

/** A row of the table. Names are separated by white space. */
interface Row {
  readonly imports: string;
  /** npm packages, besides zod. */
  readonly packages?: string;
  /** It is one file, not a folder. */
  readonly file?: true;
}

/** Modules that nearly every other one may import. */
const BASE = 'errors i18n logging protocol validation';

/** The modules of the sidecar, by their folder or file in sidecar/src, lowest layer first. */
const SIDECAR: Readonly<Record<string, Row>> = {
  errors: { imports: 'protocol', file: true },
  validation: { imports: '', file: true },
  files: { imports: 'errors' },
  programs: { imports: '' },
  secrets: { imports: 'protocol' },
  logging: { imports: 'errors files protocol' },
  i18n: { imports: 'errors protocol' },
  settings: { imports: 'errors files logging protocol validation' },
  http: { imports: 'errors logging protocol' },
  models: {
    imports: 'files settings errors logging protocol',
    packages: '@langchain/core ollama undici',
  },
  store: { imports: 'errors files logging protocol', packages: 'minisearch' },
  builtin: { imports: 'http programs files settings errors i18n logging protocol' },
  'chat/chain': { imports: 'models errors logging protocol', packages: '@langchain/core' },
  chat: { imports: `chat/chain models store secrets settings ${BASE}` },
  app: {
    imports: `chat chat/chain models store builtin programs files secrets settings ${BASE}`,
  },
  doctor: { imports: `app models programs files settings ${BASE}` },
  rpc: {
    imports: `app chat chat/chain models store settings ${BASE}`,
    packages: 'vscode-jsonrpc',
  },
  'transports/stdio': {
    imports: `app rpc programs settings ${BASE}`,
    packages: 'vscode-jsonrpc',
  },
  'transports/web': {
    imports: `app rpc http settings ${BASE}`,
    packages: 'vscode-jsonrpc ws',
  },
  'transports/langserve': {
    imports: `app chat/chain models http settings ${BASE}`,
    packages: '@hono/node-server hono prom-client',
  },
  cli: {
    imports: `transports/stdio transports/web transports/langserve rpc app doctor chat chat/chain
      models store builtin http programs files secrets settings ${BASE}`,
    packages: 'commander env-paths get-east-asian-width',
  },
};

/** A module. */
export interface Module {
  readonly name: string;
  /** Its folder, or its only file, relative to the root of the project. */
  readonly folder: string;
  /** The names of the modules it may import. */
  readonly imports: readonly string[];
  /** The packages it may import; `any` if the module is not shipped. */
  readonly packages: readonly string[] | 'any';
  /** Whether it runs on Node only, and may import `node:*`. */
  readonly onNode: boolean;
}

const sidecarModules = Object.entries(SIDECAR).map(([name, row]): Module => {
  const { imports, packages = '', file } = row;
  const folder = `sidecar/src/${name}${file ? '.ts' : ''}`;
  return {
    name,
    folder,
    imports: names(imports),
    packages: names(`zod ${packages}`),
    onNode: true,
  };
});
const shipped = ['protocol', ...sidecarModules.map(({ name }) => name), 'webui'];

/** All modules. A nested module comes after the one around it. */
export const modules: readonly Module[] = [
  {
    name: 'protocol',
    folder: 'protocol/src',
    imports: [],
    packages: names('vscode-jsonrpc zod'),
    onNode: false,
  },
  ...sidecarModules.sort((a, b) => a.name.localeCompare(b.name)),
  {
    name: 'webui',
    folder: 'plugin/webui',
    imports: ['protocol'],
    packages: names('dompurify highlight.js marked preact vscode-jsonrpc'),
    onNode: false,
  },
  {
    name: 'tools',
    folder: 'tools',
    imports: [...shipped, 'protocol/tools'],
    packages: 'any',
    onNode: true,
  },
  {
    name: 'protocol/tools',
    folder: 'protocol/tools',
    imports: shipped,
    packages: 'any',
    onNode: true,
  },
  {
    name: 'test',
    folder: 'test',
    imports: [...shipped, 'tools', 'protocol/tools'],
    packages: 'any',
    onNode: true,
  },
];

function names(text: string): string[] {
  return text.split(/\s+/).filter((name) => name !== '');
}
