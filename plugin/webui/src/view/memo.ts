import { Component, type ComponentType, createElement, type FunctionComponent } from 'preact';

/** A view that is made again only when one of its properties is another one. */
export function memo<Properties extends object>(
  view: FunctionComponent<Properties>,
): ComponentType<Properties> {
  return class Memo extends Component<Properties> {
    override shouldComponentUpdate(next: Readonly<Properties>): boolean {
      const now = this.props as Readonly<Record<string, unknown>>;
      return Object.entries(next).some(([name, value]) => now[name] !== value);
    }

    override render() {
      return createElement(view, this.props as Properties);
    }
  };
}
