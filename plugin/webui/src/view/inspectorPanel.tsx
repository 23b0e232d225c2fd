import type { InspectedCall } from '@condenser/protocol';
import { useEffect, useState } from 'preact/hooks';
import type { Words } from '../wording/wording.ts';
import { useApp, useWords } from './context.ts';
import { DialogPanel } from './dialogPanel.tsx';
import { duration } from './figures.ts';
import { Icon } from './icon.tsx';
import { CondenseNotices } from './notices.tsx';

/** What a turn really sent and got: each call with its figures, word by word. */
export function InspectorPanel({ turnId }: { readonly turnId: string | undefined }) {
  const app = useApp();
  const words = useWords();
  const [calls, setCalls] = useState<readonly InspectedCall[]>();
  useEffect(() => {
    if (turnId !== undefined) app.run(app.machine.inspect(turnId).then(setCalls));
  }, [app, turnId]);
  return (
    <DialogPanel title={words.inspect} wide>
      <CondenseNotices turnId={turnId} />
      {calls?.length === 0 && <p class="quiet">{words.inspectNone}</p>}
      {calls?.map((call) => (
        <Call key={`${call.purpose} ${call.startedAt}`} call={call} />
      ))}
    </DialogPanel>
  );
}

function Call({ call }: { readonly call: InspectedCall }) {
  const app = useApp();
  const words = useWords();
  const copy = (event: MouseEvent) =>
    app.run(app.actions.copy(event, call.curl).then((done) => done && app.toast(words.copied)));
  return (
    <section class="call" data-purpose={call.purpose} aria-label={words.purposes[call.purpose]}>
      <header class="call-header">
        <h3>{words.purposes[call.purpose]}</h3>
        <span class="quiet">{String(call.request.body.model ?? '')}</span>
        <button type="button" class="button copy-curl" onClick={copy}>
          {words.copyCurl}
        </button>
      </header>
      {call.error && <p class="call-error">{call.error.message}</p>}
      <dl class="figure-list">
        {figuresOf(call, words).map(([name, label, value]) => (
          <div key={name} data-figure={name}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <Part
        name="request"
        label={words.callRequest}
        text={`${call.request.method} ${call.request.url}\n\n${JSON.stringify(call.request.body, null, 2)}`}
      />
      {call.thinking !== '' && (
        <Part name="thinking" label={words.callThinking} text={call.thinking} />
      )}
      <Part name="answer" label={words.callAnswer} text={call.content} />
    </section>
  );
}

function Part(properties: {
  readonly name: string;
  readonly label: string;
  readonly text: string;
}) {
  const { name, label, text } = properties;
  return (
    <details class={`fold call-part ${name}`}>
      <summary>
        <Icon name="right" />
        <span class="fold-label">{label}</span>
        <span class="fold-preview">{text.slice(0, 200)}</span>
      </summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by key. */}
      <pre tabIndex={0}>{text}</pre>
    </details>
  );
}

/** The figures that are there, in the order in which a call goes. */
function figuresOf(call: InspectedCall, words: Words): [string, string, string][] {
  const { usage, prefix, firstTextAfter, doneReason } = call;
  const messages = Array.isArray(call.request.body.messages) ? call.request.body.messages : [];
  const { characters, ofCharacters } = prefix;
  const same = words.prefixFigures(prefix.messages, messages.length, characters, ofCharacters);
  const counted: [string, string, string][] = usage
    ? [
        ['promptTokens', words.promptTokens, String(usage.promptTokens)],
        ['answerTokens', words.answerTokens, String(usage.answerTokens)],
        ['load', words.loadDuration, duration(usage.loadDuration)],
        ['prompt', words.promptDuration, duration(usage.promptEvalDuration)],
        ['eval', words.evalDuration, duration(usage.evalDuration)],
        ['total', words.totalDuration, duration(usage.totalDuration)],
      ]
    : [];
  return [
    ...counted,
    ...(firstTextAfter === undefined
      ? []
      : [['firstText', words.firstText, duration(firstTextAfter)] as [string, string, string]]),
    ['measured', words.measured, duration(call.duration)],
    ['prefix', words.prefix, same],
    ['ended', words.ended, words.endings[doneReason ?? 'broken']],
  ];
}
