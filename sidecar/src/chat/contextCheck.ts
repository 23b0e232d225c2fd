import type { ContextItem, LooksSecretFacts, SecretFinding } from '@condenser/protocol';
import type { Wording } from '../i18n/wording.ts';
import {
  type ContextSecret,
  secretsInContext,
  secretsInQuestion,
} from '../secrets/contextSecrets.ts';

/** Places that the sentence of a notice names. */
const MAX_NAMED = 5;

/** What looks like a secret in the context of a question that is not sent yet. */
export function checkContext(context: readonly ContextItem[], wording: Wording): SecretFinding[] {
  return secretsInContext(context).map((found) => ({
    ...found,
    message: wording.secret.finding(placeOf(found, context, wording)),
  }));
}

/**
 * The facts of the notice `looksSecret` for a question and its context; undefined where nothing
 * looks like a secret.
 */
export function secretNotice(
  question: { readonly text: string; readonly context: readonly ContextItem[] },
  wording: Wording,
): LooksSecretFacts | undefined {
  const findings = [...secretsInContext(question.context), ...secretsInQuestion(question.text)];
  if (findings.length === 0) return undefined;
  const named = findings
    .slice(0, MAX_NAMED)
    .map((found) => wording.secret.place(placeOf(found, question.context, wording)));
  const more = findings.length > named.length;
  return { findings, places: wording.secret.places({ named, more }) };
}

function placeOf(
  { item, kind, line }: ContextSecret,
  context: readonly ContextItem[],
  wording: Wording,
) {
  const { secret } = wording;
  const of = item === undefined ? undefined : context[item];
  const name = of ? (of.title ?? lastPart(of.uri) ?? secret.text) : secret.question;
  return { name, line, kind: secret.kind[kind] };
}

function lastPart(uri: string | undefined): string | undefined {
  const last = uri?.split('/').at(-1);
  return last === '' ? undefined : last;
}
