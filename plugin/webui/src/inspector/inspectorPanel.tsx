import { type InspectedCall, TurnInspectRequest } from '@condenser/protocol/light';
import { useEffect, useState } from 'preact/hooks';
import { useApp, useTexts } from '../app/context.ts';
import { DialogPanel } from '../controls/dialogPanel.tsx';
import { type Figure, FigureList } from '../controls/figureList.tsx';
import { Icon } from '../controls/iconButton.tsx';
import { CondenseNotices } from '../conversation/notices.tsx';
import { duration } from '../i18n/format.ts';
import type { Texts } from '../i18n/texts.ts';
import './inspectorPanel.css';

/** The exact model calls of a turn, each with its figures. */
export function InspectorPanel({ turnId }: { readonly turnId: string | undefined }) {
  const app = useApp();
  const texts = useTexts();
  const [calls, setCalls] = useState<readonly InspectedCall[]>();
  useEffect(() => {
    if (turnId === undefined) return;
    const params = { conversationId: app.store.state.current, turnId };
    const request = app.client.request(TurnInspectRequest, params);
    app.run(request.then((inspection) => setCalls(inspection.calls)));
  }, [app, turnId]);
  return (
    <DialogPanel title={texts.inspect} wide>
      <CondenseNotices turnId={turnId} />
      {calls?.length === 0 && <p class="quiet">{texts.inspectNone}</p>}
      {calls?.map((call) => (
        <Call key={`${call.purpose} ${call.startedAt}`} call={call} />
      ))}
    </DialogPanel>
  );
}

function Call({ call }: { readonly call: InspectedCall }) {
  const app = useApp();
  const texts = useTexts();
  const copy = (event: MouseEvent) =>
    app.run(app.actions.copy(event, call.curl).then((done) => done && app.toast(texts.copied)));
  return (
    <section class="call" data-purpose={call.purpose} aria-label={texts.purposes[call.purpose]}>
      <header class="call-header">
        <h3>{texts.purposes[call.purpose]}</h3>
        <span class="quiet">{String(call.request.body.model ?? '')}</span>
        <button type="button" class="button copy-curl" onClick={copy}>
          {texts.copyCurl}
        </button>
      </header>
      {call.error && <p class="call-error">{call.error.message}</p>}
      <FigureList figures={figuresOf(call, texts)} />
      <Part
        name="request"
        label={texts.callRequest}
        text={`${call.request.method} ${call.request.url}\n\n${JSON.stringify(call.request.body, null, 2)}`}
      />
      {call.thinking !== '' && (
        <Part name="thinking" label={texts.callThinking} text={call.thinking} />
      )}
      <Part name="answer" label={texts.callAnswer} text={call.content} />
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
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable area must be reachable by keyboard. */}
      <pre class="source" tabIndex={0}>
        {text}
      </pre>
    </details>
  );
}

/** The reported figures of a call, in chronological order. */
function figuresOf(call: InspectedCall, texts: Texts): Figure[] {
  const { usage, prefix, firstTextAfter, doneReason } = call;
  const messages = Array.isArray(call.request.body.messages) ? call.request.body.messages : [];
  const { characters, ofCharacters } = prefix;
  const figures: [name: string, label: string, value: string | number | undefined][] = [
    ['promptTokens', texts.promptTokens, usage?.promptTokens],
    ['answerTokens', texts.answerTokens, usage?.answerTokens],
    ['load', texts.loadDuration, usage && duration(usage.loadDuration)],
    ['prompt', texts.promptDuration, usage && duration(usage.promptEvalDuration)],
    ['eval', texts.evalDuration, usage && duration(usage.evalDuration)],
    ['total', texts.totalDuration, usage && duration(usage.totalDuration)],
    [
      'firstText',
      texts.firstText,
      firstTextAfter === undefined ? undefined : duration(firstTextAfter),
    ],
    ['measured', texts.measured, duration(call.duration)],
    [
      'prefix',
      texts.prefix,
      texts.prefixFigures(prefix.messages, messages.length, characters, ofCharacters),
    ],
    ['ended', texts.ended, texts.endings[doneReason ?? 'broken']],
  ];
  return figures.flatMap(([name, label, value]) =>
    value === undefined ? [] : [{ name, label, value }],
  );
}
