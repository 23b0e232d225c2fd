import type { MessageDeclaration } from '@condenser/protocol';
import type * as z from 'zod';
import { CondenserError } from '../errors.ts';

/**
 * The parameters as the declaration describes them; unknown keys are left out. They may come by
 * position, as JSON-RPC allows: vscode-jsonrpc sends an absent parameter as `[null]`. Absent or null
 * parameters are as good as an empty object where every field may be absent.
 *
 * @throws `invalidParams` naming the first field that is wrong by its path.
 */
export function validateParams<Params extends z.ZodType>(
  declaration: MessageDeclaration & { params: Params },
  params: unknown,
): z.infer<Params> {
  const given: unknown = Array.isArray(params) && params.length <= 1 ? params[0] : params;
  const parsed = declaration.params.safeParse(given ?? undefined);
  if (parsed.success) return parsed.data;
  if (given === undefined || given === null) {
    const empty = declaration.params.safeParse({});
    if (empty.success) return empty.data;
  }
  const [issue] = parsed.error.issues;
  throw new CondenserError('invalidParams', {
    method: declaration.method,
    field: issue?.path.map(String).join('.') || 'params',
    problem: issue?.message ?? 'invalid',
  });
}
