import type { ChatEvent } from '@condenser/protocol';
import type { Wording } from '../../wording/wording.ts';
import type { Terminal } from './terminal.ts';

/** Shows one turn at a time as its events come. */
export class TurnPrinter {
  private readonly terminal: Terminal;
  private readonly wording: () => Wording;
  private thinking = false;
  /** Whether anything of the model has come. */
  private answering = false;

  constructor(terminal: Terminal, wording: () => Wording) {
    this.terminal = terminal;
    this.wording = wording;
  }

  async show(event: ChatEvent): Promise<void> {
    const { terminal: text } = this.wording();
    switch (event.kind) {
      case 'started':
        this.answering = false;
        return this.terminal.waiting(text.waiting);
      case 'condensed':
        await this.terminal.aside(`${text.standalone}: ${event.standaloneQuestion}`);
        return this.terminal.waiting(text.waiting);
      case 'notice':
        await this.terminal.aside(event.notice.message);
        if (!this.answering) await this.terminal.waiting(text.waiting);
        return;
      case 'thinking':
        if (this.thinking) return;
        this.thinking = true;
        this.answering = true;
        return this.terminal.aside(text.thinking);
      case 'delta':
        this.answering = true;
        return this.terminal.answer(event.text);
      case 'finished':
        this.thinking = false;
        return this.finish(event);
      default:
        return;
    }
  }

  private async finish(event: ChatEvent & { kind: 'finished' }): Promise<void> {
    const { terminal: text } = this.wording();
    await this.terminal.endLine();
    if (event.stopReason === 'cancelled') await this.terminal.aside(`[${text.stopped}]`);
    if (event.stopReason === 'length') await this.terminal.aside(`[${text.cutAtLength}]`);
    if (event.error === undefined) return;
    await this.terminal.aside(event.error.message);
    if (event.error.data?.whatToDo) await this.terminal.aside(event.error.data.whatToDo);
  }
}
