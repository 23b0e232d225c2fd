import { resolve } from 'node:path';
import type { ModelCreateParams } from '@condenser/protocol';
import { CondenserError } from '../../errors.ts';
import { interrupted } from '../signals.ts';
import { terminalStreams } from '../terminalStreams.ts';
import { type AddCommand, type CommandContext, repeated } from './command.ts';

interface CreateFlags {
  readonly from?: string;
  readonly adapter?: string;
  readonly system?: string;
  readonly template?: string;
  readonly quantize?: string;
  readonly parameter?: string[];
  readonly json?: boolean;
}

/** `condenser models …`. */
export const addModels: AddCommand = (program, { run }) => {
  const models = program
    .command('models')
    .description('list, show, pull, create and delete models');
  const json = ['--json', 'as JSON, for programs'] as const;
  models
    .command('list', { isDefault: true })
    .description('the installed models')
    .option(...json)
    .action((options: { json?: boolean }) =>
      run(async (app) => (await view()).list(app, streams(options))),
    );
  models
    .command('show')
    .description('what is known of one model')
    .argument('<model>')
    .option(...json)
    .action((model: string, options: { json?: boolean }) =>
      run(async (app) => (await view()).show(app, streams(options), model)),
    );
  addChanges(models, run, json);
};

type Models = ReturnType<Parameters<AddCommand>[0]['command']>;

function addChanges(
  models: Models,
  run: CommandContext['run'],
  json: readonly [string, string],
): void {
  models
    .command('pull')
    .description('fetch a model: a name, hf.co/owner/repo:quantization, or its address')
    .argument('<model>')
    .option(...json)
    .action((model: string, options: { json?: boolean }) =>
      run(async (app) => (await view()).pull(app, streams(options), model, interrupted())),
    );
  models
    .command('rm')
    .description('delete a model from the disk')
    .argument('<model>')
    .option('--yes', 'without asking')
    .option(...json)
    .action((model: string, options: { json?: boolean; yes?: boolean }) =>
      run(async (app) => (await view()).remove(app, streams(options), model, options.yes === true)),
    );
  models
    .command('create')
    .description('make a model of a GGUF file, of a folder, or of an installed model')
    .argument('<model>', 'the name that it gets')
    .argument('[path]', 'a GGUF file, or a folder with safetensors')
    .option('--from <model>', 'an installed model, in place of a path')
    .option('--adapter <path>', 'a LoRA adapter')
    .option('--system <text>', 'the system message')
    .option('--template <text>', 'the prompt template')
    .option('--parameter <name=value>', 'as in a Modelfile; may repeat', repeated)
    .option('--quantize <type>', 'such as q4_K_M; the weights have to be f16, bf16 or f32')
    .option(...json)
    .action((model: string, path: string | undefined, options: CreateFlags) =>
      run(async (app) => {
        const params = createParams(model, path, options);
        return (await view()).create(app, streams(options), params, interrupted());
      }),
    );
}

function view() {
  return import('../terminal/models.ts');
}

function streams({ json = false }: { readonly json?: boolean }) {
  return { ...terminalStreams(), json };
}

/** Paths are resolved here: the folder that a person stands in is this process's. */
function createParams(
  model: string,
  path: string | undefined,
  flags: CreateFlags,
): ModelCreateParams {
  const { from, adapter, system, template, quantize, parameter } = flags;
  return {
    model,
    from,
    system,
    template,
    quantize,
    path: path === undefined ? undefined : resolve(path),
    adapter: adapter === undefined ? undefined : resolve(adapter),
    parameters: parameter === undefined ? undefined : parameters(parameter),
  };
}

/** One that is named several times, such as `stop`, becomes a list. */
function parameters(given: readonly string[]): NonNullable<ModelCreateParams['parameters']> {
  const all = new Map<string, (string | number)[]>();
  for (const text of given) {
    const at = text.indexOf('=');
    if (at < 1) {
      throw new CondenserError('settings', {
        file: 'models create',
        field: '--parameter',
        problem: text,
      });
    }
    const [name, value] = [text.slice(0, at), text.slice(at + 1)];
    const number = value.trim() === '' ? Number.NaN : Number(value);
    all.set(name, [...(all.get(name) ?? []), Number.isNaN(number) ? value : number]);
  }
  const entries = [...all].map(([name, values]): [string, string | number | typeof values] => [
    name,
    values.length === 1 ? (values[0] ?? '') : values,
  ]);
  return Object.fromEntries(entries);
}
