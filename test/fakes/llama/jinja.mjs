// A template library with one template: the messages in order.
export class Template {
  render({ messages }) {
    return messages.map(({ role, content }) => `${role}: ${content}\n`).join('');
  }
}
