import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Toasts } from '../app/toasts.tsx';
import { IconButton } from '../controls/iconButton.tsx';
import { shownPath } from '../state/path.ts';
import { NEW, type PageState } from '../state/state.ts';
import { StatusCard } from './errorCard.tsx';
import { TurnView } from './turnView.tsx';
import './conversationPane.css';
import { useApp, useTexts } from '../app/context.ts';
import { ContextChips } from '../composer/contextChips.tsx';
import { useSecretReasons } from '../composer/secretCheck.ts';
import type { PendingTurn } from '../state/state.ts';
import { ErrorCard } from './errorCard.tsx';

/** Closer to the end counts as at the end. */
const AT_END_PX = 32;

/** The turns of the conversation. It follows the answer while it is scrolled to the end. */
export function ConversationPane({ state }: { readonly state: PageState }) {
  const texts = useTexts();
  const { scroller, atEnd, toEnd } = useFollowing(state);
  const view = state.conversations[state.current];
  const path = view ? shownPath(view) : [];
  const pending = state.pending.filter(({ key }) => key === state.current);
  const damaged = state.summaries.find(
    ({ conversationId }) => conversationId === state.current,
  )?.damaged;
  const isEmpty = path.length === 0 && pending.length === 0;
  return (
    <div class="pane">
      <section class="scroller" ref={scroller} aria-label={texts.conversationMenu} tabIndex={-1}>
        <div class="turns">
          {view?.earlier && <Earlier key={path[0]?.turn.turnId} conversationId={state.current} />}
          {isEmpty && state.current === NEW && <Empty />}
          {damaged && <p class="quiet">{damaged.message}</p>}
          {path.map(({ turn, versions }) => (
            <TurnView
              key={turn.turnId}
              turn={turn}
              versions={versions.join(' ')}
              locale={state.language}
            />
          ))}
          {pending.map((turn) => (
            <PendingView key={turn.clientTurnId} turn={turn} />
          ))}
          <StatusCard state={state} shownCode={path.at(-1)?.turn.error?.code} />
        </div>
      </section>
      <Toasts toasts={state.toasts} />
      {!atEnd && <IconButton icon="down" class="to-end" label={texts.toEnd} onClick={toEnd} />}
    </div>
  );
}

function Empty() {
  const texts = useTexts();
  return (
    <div class="empty">
      <h2>{texts.emptyTitle}</h2>
      <p>{texts.emptyText}</p>
    </div>
  );
}

/** Keeps the end in view until the user scrolls up. */
function useFollowing(state: PageState) {
  const scroller = useRef<HTMLElement>(null);
  const following = useRef(true);
  const [atEnd, setAtEnd] = useState(true);
  const toEnd = () => {
    following.current = true;
    setAtEnd(true);
    scroller.current?.scrollTo(0, scroller.current.scrollHeight);
  };
  useEffect(() => {
    const element = scroller.current;
    const content = element?.firstElementChild;
    if (!element || !content) return;
    let before = element.scrollTop;
    const onScroll = () => {
      const left = element.scrollHeight - element.scrollTop - element.clientHeight;
      // Only the user scrolls up; growing content is followed below.
      if (left < AT_END_PX) following.current = true;
      else if (element.scrollTop < before) following.current = false;
      before = element.scrollTop;
      setAtEnd(following.current);
    };
    const grown = new ResizeObserver(() => {
      if (following.current) element.scrollTo(0, element.scrollHeight);
    });
    element.addEventListener('scroll', onScroll, { passive: true });
    grown.observe(content);
    return () => {
      element.removeEventListener('scroll', onScroll);
      grown.disconnect();
    };
  }, []);
  // A sent question, or an opened conversation, scrolls to the end.
  useLayoutEffect(toEnd, [state.current]);
  const sent = state.pending.at(-1)?.clientTurnId;
  useLayoutEffect(() => {
    if (sent !== undefined) toEnd();
  }, [sent]);
  return { scroller, atEnd, toEnd };
}

/** Earlier turns are loaded this far before they scroll into view. */
const AHEAD_PX = 800;

/**
 * Loads earlier turns when they are about to scroll into view, or on a click. A new instance is
 * created for each first turn.
 */
export function Earlier({ conversationId }: { readonly conversationId: string }) {
  const app = useApp();
  const texts = useTexts();
  const button = useRef<HTMLButtonElement>(null);
  const load = () => app.run(app.conversations.loadEarlier(conversationId));
  useEffect(() => {
    const element = button.current;
    const root = element?.closest('.scroller');
    if (!element || !root) return;
    const options = { root, rootMargin: `${AHEAD_PX}px 0px 0px` };
    const nearing = new IntersectionObserver(([entry]) => {
      if (!entry?.isIntersecting) return;
      nearing.disconnect();
      load();
    }, options);
    nearing.observe(element);
    return () => nearing.disconnect();
  }, [conversationId]);
  return (
    <button ref={button} type="button" class="text-button earlier" onClick={load}>
      {texts.loadEarlier}
    </button>
  );
}

/** A question that the sidecar has not started yet, or has refused. */
export function PendingView({ turn }: { readonly turn: PendingTurn }) {
  const app = useApp();
  const texts = useTexts();
  const secrets = useSecretReasons(turn.context);
  return (
    <article class="turn pending">
      <section class="question" aria-label={texts.you}>
        <ContextChips items={turn.context} secrets={secrets} />
        <div class="question-text">{turn.text}</div>
      </section>
      {turn.error ? (
        <>
          <ErrorCard error={turn.error} />
          <button type="button" class="button" onClick={() => app.turns.resend(turn)}>
            {texts.resend}
          </button>
        </>
      ) : (
        <p class="waiting">
          <span class="spinner" aria-hidden="true" />
          {texts.waiting}
        </p>
      )}
    </article>
  );
}
