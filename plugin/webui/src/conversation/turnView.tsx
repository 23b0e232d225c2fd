import type { TurnRecord } from '@condenser/protocol/light';
import { useState } from 'preact/hooks';
import { memo, useApp, useTexts } from '../app/context.ts';
import { ContextChips } from '../composer/contextChips.tsx';
import { reasonsOfTurn } from '../composer/secretCheck.ts';
import { Icon, IconButton } from '../controls/iconButton.tsx';
import { AnswerView } from './answerView.tsx';
import { ErrorCard } from './errorCard.tsx';
import { TurnNotices } from './notices.tsx';
import { Standalone } from './standaloneQuestion.tsx';
import { TurnFooter } from './turnFooter.tsx';
import { Waiting } from './waiting.tsx';
import './turnView.css';

/** A question, its notices and its answer. Memoized by the turn. */
export const TurnView = memo(function TurnView(properties: {
  readonly turn: TurnRecord;
  /** Ids of all versions, separated by spaces: a string compares by value. */
  readonly versions: string;
  /** A change of the language redraws the turn. */
  readonly locale: string;
}) {
  const { turn, versions } = properties;
  const texts = useTexts();
  const running = turn.stopReason === undefined;
  return (
    <article class="turn" data-turn={turn.turnId}>
      <Question turn={turn} versions={versions.split(' ')} />
      {turn.standaloneQuestion !== undefined && <Standalone turn={turn} />}
      {turn.thinking !== '' && <Thinking turn={turn} />}
      <TurnNotices turn={turn} />
      <section class="answer-part" aria-label={texts.answer} aria-busy={running}>
        {running && turn.answer === '' && <Waiting turn={turn} />}
        <AnswerView text={turn.answer} finished={!running} context={turn.context} />
      </section>
      {turn.stopReason === 'cancelled' && (
        <p class="notice">{turn.answer === '' ? texts.stoppedEmpty : texts.stopped}</p>
      )}
      {turn.stopReason === 'length' && <p class="notice">{texts.cutAtLength}</p>}
      {turn.error && <ErrorCard error={turn.error} turnId={turn.turnId} />}
      {!running && <TurnFooter turn={turn} />}
    </article>
  );
});

function Question(properties: { readonly turn: TurnRecord; readonly versions: readonly string[] }) {
  const { turn, versions } = properties;
  const app = useApp();
  const texts = useTexts();
  const [editing, setEditing] = useState(false);
  const send = (text: string) => {
    setEditing(false);
    if (text.trim() !== '') app.turns.edit(turn.turnId, text);
  };
  return (
    <section class="question" aria-label={texts.you}>
      <ContextChips items={turn.context} secrets={reasonsOfTurn(turn)} />
      {editing ? (
        <QuestionField text={turn.text} onSend={send} onCancel={() => setEditing(false)} />
      ) : (
        <div class="question-text">{turn.text}</div>
      )}
      <div class="question-tools">
        {versions.length > 1 && <Versions turnId={turn.turnId} versions={versions} />}
        {!editing && turn.stopReason !== undefined && (
          <IconButton
            icon="edit"
            class="edit-question"
            label={texts.edit}
            onClick={() => setEditing(true)}
          />
        )}
      </div>
    </section>
  );
}

function QuestionField(properties: {
  readonly text: string;
  readonly onSend: (text: string) => void;
  readonly onCancel: () => void;
}) {
  const texts = useTexts();
  const [text, setText] = useState(properties.text);
  return (
    <div class="question-edit">
      <textarea
        class="field"
        aria-label={texts.edit}
        value={text}
        rows={Math.min(12, text.split('\n').length + 1)}
        ref={(field) => {
          if (field && document.activeElement !== field) field.focus();
        }}
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.isComposing || event.keyCode === 229) return;
          if (event.key === 'Escape') {
            event.preventDefault();
            properties.onCancel();
          } else if (event.key === 'Enter' && !event.shiftKey) {
            event.preventDefault();
            properties.onSend(text);
          }
        }}
      />
      <button type="button" class="button primary" onClick={() => properties.onSend(text)}>
        {texts.resend}
      </button>
      <button type="button" class="button" onClick={properties.onCancel}>
        {texts.cancel}
      </button>
    </div>
  );
}

function Versions(properties: { readonly turnId: string; readonly versions: readonly string[] }) {
  const { turnId, versions } = properties;
  const app = useApp();
  const texts = useTexts();
  const at = versions.indexOf(turnId);
  const flip = (to: number) => {
    const chosen = versions[to];
    if (chosen === undefined) return;
    const conversationId = app.store.state.current;
    app.store.dispatch({ type: 'chosen', conversationId, turnId: chosen });
  };
  return (
    <span class="versions">
      <IconButton
        icon="left"
        label={texts.previousVersion}
        disabled={at === 0}
        onClick={() => flip(at - 1)}
      />
      <span class="version-count">{texts.version(at + 1, versions.length)}</span>
      <IconButton
        icon="right"
        label={texts.nextVersion}
        disabled={at === versions.length - 1}
        onClick={() => flip(at + 1)}
      />
    </span>
  );
}

function Thinking({ turn }: { readonly turn: TurnRecord }) {
  const texts = useTexts();
  return (
    <details class="fold thinking">
      <summary>
        <Icon name="right" />
        {texts.thinking}
        {turn.stopReason === undefined && turn.answer === '' && (
          <span class="spinner" aria-hidden="true" />
        )}
      </summary>
      <div class="thinking-text">{turn.thinking}</div>
    </details>
  );
}
