// A template library that knows one template: the messages one after the other.
export class Template {
  render({ messages }) {
    return messages.map(({ role, content }) => `${role}: ${content}\n`).join('');
  }
}
