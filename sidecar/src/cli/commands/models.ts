import { resolve } from 'node:path';
import type { ModelCreateParams } from '@condenser/protocol';
import { CondenserError } from '../../errors.ts';
import { interruptSignal } from '../processEvents.ts';
import { terminalStreams } from '../processStreams.ts';
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
export const addModels: AddCommand = (program, { run, help }) => {
  const models = program.command('models').description(help.models.summary);
  const json = ['--json', help.json] as const;
  models
    .command('list', { isDefault: true })
    .description(help.models.list)
    .option(...json)
    .action((options: { json?: boolean }) =>
      run(async (app) => (await view()).list(app, streams(options))),
    );
  models
    .command('show')
    .description(help.models.show)
    .argument('<model>', help.models.model)
    .option(...json)
    .action((model: string, options: { json?: boolean }) =>
      run(async (app) => (await view()).show(app, streams(options), model)),
    );
  addChanges(models, { run, help }, json);
};

type Models = ReturnType<Parameters<AddCommand>[0]['command']>;

function addChanges(
  models: Models,
  { run, help }: Pick<CommandContext, 'run' | 'help'>,
  json: readonly [string, string],
): void {
  models
    .command('pull')
    .description(help.models.pull)
    .argument('<model>', help.models.pullModel)
    .option(...json)
    .action((model: string, options: { json?: boolean }) =>
      run(async (app) => (await view()).pull(app, streams(options), model, interruptSignal())),
    );
  models
    .command('rm')
    .description(help.models.remove)
    .argument('<model>', help.models.model)
    .option('--yes', help.models.yes)
    .option(...json)
    .action((model: string, options: { json?: boolean; yes?: boolean }) =>
      run(async (app) => (await view()).remove(app, streams(options), model, options.yes === true)),
    );
  models
    .command('create')
    .description(help.models.create)
    .argument('<model>', help.models.newModel)
    .argument('[path]', help.models.path)
    .option('--from <model>', help.models.from)
    .option('--adapter <path>', help.models.adapter)
    .option('--system <text>', help.models.system)
    .option('--template <text>', help.models.template)
    .option('--parameter <name=value>', help.models.parameter, repeated)
    .option('--quantize <type>', help.models.quantize)
    .option(...json)
    .action((model: string, path: string | undefined, options: CreateFlags) =>
      run(async (app) => {
        const params = createParams(model, path, options);
        return (await view()).create(app, streams(options), params, interruptSignal());
      }),
    );
}

function view() {
  return import('../terminal/models.ts');
}

function streams({ json = false }: { readonly json?: boolean }) {
  return { ...terminalStreams(), json };
}

/** Paths are resolved here, against the current folder of the user. */
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

/** A parameter given several times, such as `stop`, becomes a list. */
function parameters(given: readonly string[]): NonNullable<ModelCreateParams['parameters']> {
  const all = new Map<string, (string | number)[]>();
  for (const text of given) {
    const at = text.indexOf('=');
    if (at < 1) {
      throw new CondenserError('usage', {
        problem: 'notAParameter',
        option: '--parameter',
        given: text,
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
