import { ModelListRequest, ModelShowRequest } from '@condenser/protocol';
import type { Application } from '../../../application.ts';
import type { Dispatcher } from '../dispatcher.ts';

/** Models of the server: which there are, and what each is. */
export function handleModels(dispatcher: Dispatcher, { catalogue }: Application): void {
  dispatcher
    .handle(ModelListRequest, async (_params, signal) => ({
      models: await catalogue.list(signal),
    }))
    .handle(ModelShowRequest, ({ model }, signal) => catalogue.show(model, signal));
}
