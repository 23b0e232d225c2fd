import { useEffect, useRef } from 'preact/hooks';
import { useApp, useTexts } from '../app/context.ts';

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
