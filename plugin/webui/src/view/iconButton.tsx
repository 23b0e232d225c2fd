import { Icon } from './icon.tsx';

/** A button that is a picture; its label is read aloud and shown on hovering. */
export function IconButton(properties: {
  readonly icon: Parameters<typeof Icon>[0]['name'];
  readonly label: string;
  readonly onClick: (event: MouseEvent) => void;
  readonly disabled?: boolean;
  readonly class?: string;
  readonly expanded?: boolean;
}) {
  const { icon, label, onClick, disabled = false, expanded } = properties;
  return (
    <button
      type="button"
      class={`icon-button ${properties.class ?? ''}`}
      aria-label={label}
      title={label}
      disabled={disabled}
      {...(expanded === undefined ? {} : { 'aria-expanded': expanded })}
      onClick={onClick}
    >
      <Icon name={icon} />
    </button>
  );
}
