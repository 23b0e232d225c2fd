import { useEffect, useRef, useState } from 'preact/hooks';
import type { Icon } from './iconButton.tsx';
import { IconButton } from './iconButton.tsx';
import './menu.css';

/** An item of a menu. */
export interface MenuItem {
  readonly label: string;
  readonly run: () => void;
}

/** A button that opens a menu. Arrow keys move in it, Escape closes it. */
export function Menu(properties: {
  readonly label: string;
  readonly icon: Parameters<typeof Icon>[0]['name'];
  readonly items: readonly MenuItem[];
}) {
  const { label, icon, items } = properties;
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!open) return;
    root.current?.querySelector<HTMLElement>('[role=menuitem]')?.focus();
    const outside = (event: Event) => {
      if (!root.current?.contains(event.target as Node)) setOpen(false);
    };
    document.addEventListener('pointerdown', outside);
    return () => document.removeEventListener('pointerdown', outside);
  }, [open]);
  const close = () => {
    setOpen(false);
    root.current?.querySelector<HTMLElement>('.icon-button')?.focus();
  };
  return (
    <div class="menu" ref={root}>
      <IconButton icon={icon} label={label} expanded={open} onClick={() => setOpen(!open)} />
      {open && (
        <div class="menu-list" role="menu" onKeyDown={(event) => move(event, close)} tabIndex={-1}>
          {items.map((item) => (
            <button
              type="button"
              role="menuitem"
              key={item.label}
              onClick={() => {
                close();
                item.run();
              }}
            >
              {item.label}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}

function move(event: KeyboardEvent & { currentTarget: HTMLElement }, close: () => void): void {
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[role=menuitem]')];
  const at = items.indexOf(document.activeElement as HTMLElement);
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (event.key === 'Escape') close();
  else if (step !== undefined) items.at((at + step) % items.length)?.focus();
  else return;
  event.preventDefault();
}
