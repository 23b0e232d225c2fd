import { type ContextItem, revealHiddenInCode } from '@condenser/protocol/light';
import { useState } from 'preact/hooks';
import { useApp, useTexts } from '../app/context.ts';
import { IconButton } from '../controls/iconButton.tsx';
import { isStale, linesOf, nameOf } from './contextItems.ts';
import type { Reasons } from './secretCheck.ts';
import './contextChips.css';

const MAX_PREVIEW_CHARACTERS = 20_000;

/** The context of a question; each item can be previewed, and removed before it is sent. */
export function ContextChips(properties: {
  readonly items: readonly ContextItem[];
  /** Why each of them looks like a secret. */
  readonly secrets: readonly Reasons[];
  readonly onRemove?: (index: number) => void;
}) {
  const { items, secrets, onRemove } = properties;
  const [shown, setShown] = useState<number>();
  const item = shown === undefined ? undefined : items[shown];
  const reasons = (shown === undefined ? undefined : secrets[shown]) ?? [];
  if (items.length === 0) return null;
  return (
    <div class="context">
      <div class="chips">
        {items.map((one, index) => (
          <Chip
            key={`${one.uri ?? one.title ?? ''}${index}`}
            item={one}
            secrets={secrets[index] ?? []}
            open={index === shown}
            onShow={() => setShown(index === shown ? undefined : index)}
            onRemove={onRemove && (() => onRemove(index))}
          />
        ))}
      </div>
      {item &&
        reasons.map((reason) => (
          <p class="chip-reason" key={reason}>
            {reason}
          </p>
        ))}
      {item && (
        <pre class="source chip-preview">
          {revealHiddenInCode(item.text.slice(0, MAX_PREVIEW_CHARACTERS))}
        </pre>
      )}
    </div>
  );
}

function Chip(properties: {
  readonly item: ContextItem;
  readonly secrets: Reasons;
  readonly open: boolean;
  readonly onShow: () => void;
  readonly onRemove: (() => void) | undefined;
}) {
  const { item, secrets, open, onShow, onRemove } = properties;
  const app = useApp();
  const texts = useTexts();
  const name = nameOf(item, texts.selection);
  const lines = item.range && `:${linesOf(item.range)}`;
  const secret = secrets.length > 0;
  const stale = onRemove !== undefined && isStale(item, app.store.state.documentVersions);
  return (
    <span class={`chip ${secret ? 'secret' : ''} ${stale ? 'stale' : ''}`}>
      <button
        type="button"
        class="chip-name"
        aria-expanded={open}
        aria-label={texts.preview(name)}
        onClick={onShow}
      >
        {name}
        {lines}
      </button>
      {secret && (
        <span class="chip-mark" title={secrets.join('\n')}>
          {texts.secret}
        </span>
      )}
      {stale && <span class="chip-mark">{texts.stale}</span>}
      {onRemove && <IconButton icon="close" label={texts.remove(name)} onClick={onRemove} />}
    </span>
  );
}
