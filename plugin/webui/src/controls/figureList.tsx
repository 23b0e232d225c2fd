import './figureList.css';

/** One figure of a list: its name for tests, its label, and its value. */
export interface Figure {
  readonly name: string;
  readonly label: string;
  readonly value: string | number;
}

/** Labelled figures in columns. */
export function FigureList({ figures }: { readonly figures: readonly Figure[] }) {
  return (
    <dl class="figure-list">
      {figures.map(({ name, label, value }) => (
        <div key={name} data-figure={name}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
