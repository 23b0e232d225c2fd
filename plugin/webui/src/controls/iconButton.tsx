import './iconButton.css';

/** An icon as a button; its label is its tooltip and is read aloud. */
export function IconButton(properties: {
  readonly icon: Parameters<typeof Icon>[0]['name'];
  readonly label: string;
  readonly onClick?: (event: MouseEvent) => void;
  /** Whether it submits the form that it is in. */
  readonly submits?: boolean;
  readonly disabled?: boolean;
  readonly class?: string;
  readonly expanded?: boolean;
}) {
  const { icon, label, onClick, disabled = false, expanded } = properties;
  return (
    <button
      type={properties.submits ? 'submit' : 'button'}
      class={`icon-button ${properties.class ?? ''}`}
      aria-label={label}
      title={label}
      disabled={disabled}
      aria-expanded={expanded}
      onClick={onClick}
    >
      <Icon name={icon} />
    </button>
  );
}

const PATHS = {
  plus: 'M8 3v10M3 8h10',
  history: 'M8 4.5V8l2.5 1.5M2.5 8a5.5 5.5 0 1 0 1.7-4M4 1.8v2.4h2.4',
  more: 'M3 7.6h1v.8H3zM7.5 7.6h1v.8h-1zM12 7.6h1v.8h-1z',
  close: 'M4 4l8 8M12 4l-8 8',
  send: 'M8 13V3.5M4 7l4-4 4 4',
  stop: 'M5 5h6v6H5z',
  copy: 'M6 6h7v7H6zM3 10V3h7',
  retry: 'M13 8a5 5 0 1 1-1.5-3.6M12 2v2.8H9.2',
  edit: 'M3 13l.6-2.6L10.8 3.2l2 2L5.6 12.4zM9.6 4.4l2 2',
  left: 'M10 4L6 8l4 4',
  right: 'M6 4l4 4-4 4',
  up: 'M4 10l4-4 4 4',
  down: 'M4 6l4 4 4-4',
  attach:
    'M12.5 7.5l-5 5a3 3 0 0 1-4.2-4.2l5.4-5.4a2 2 0 0 1 2.8 2.8L6.2 11a1 1 0 0 1-1.4-1.4l4.6-4.6',
  search: 'M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9M10.4 10.4L13.5 13.5',
  trash: 'M3 4.5h10M6.5 4.5v-2h3v2M4.5 4.5l.6 9h5.8l.6-9',
  inspect: 'M5.5 4.5L2 8l3.5 3.5M10.5 4.5L14 8l-3.5 3.5',
  selection: 'M3 4h10M3 8h6M3 12h8',
};

/** An icon. It is hidden from screen readers: its button has the label. */
export function Icon({ name }: { readonly name: keyof typeof PATHS }) {
  return (
    <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
