import type { ChatEvent, ChatSendResult } from '@condenser/protocol';
import type { Application } from '../../app/application.ts';
import type { Wording } from '../../i18n/wording.ts';
import type { Terminal } from './terminal.ts';

/** Prints one turn at a time from its events. */
export class TurnPrinter {
  private readonly terminal: Terminal;
  private readonly wording: () => Wording;
  private thinking = false;
  private last: Promise<void> = Promise.resolve();
  /** Whether the model has sent anything. */
  private answering = false;

  constructor(terminal: Terminal, wording: () => Wording) {
    this.terminal = terminal;
    this.wording = wording;
  }

  show(event: ChatEvent): Promise<void> {
    this.last = this.print(event);
    return this.last;
  }

  /** Resolves when the last event is printed. A stopped turn does not wait for it. */
  shown(): Promise<void> {
    return this.last;
  }

  /**
   * Prints a message if another process stopped the turn or deleted its conversation.
   *
   * @returns false if no other process stopped it.
   */
  async reportStoppedElsewhere(
    { chat }: Application,
    { conversationId, turnId }: Pick<ChatSendResult, 'conversationId' | 'turnId'>,
  ): Promise<boolean> {
    if (!chat.turns.otherProcesses.cancelled(turnId)) return false;
    const { terminal: text } = this.wording();
    const summary = await chat.conversations.summary(conversationId);
    const restorable = summary?.deletedAt !== undefined;
    await this.terminal.aside(
      summary === undefined || restorable
        ? text.deletedElsewhere({ id: conversationId, restorable })
        : text.stoppedElsewhere,
    );
    return true;
  }

  private async print(event: ChatEvent): Promise<void> {
    const { terminal: text } = this.wording();
    switch (event.kind) {
      case 'started':
        this.answering = false;
        return this.terminal.waiting(text.waiting);
      case 'condensed':
        await this.terminal.aside(text.standalone(event.standaloneQuestion));
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
    if (event.stopReason === 'cancelled') {
      await this.terminal.aside(`[${event.answerLength > 0 ? text.stopped : text.stoppedEmpty}]`);
    }
    if (event.stopReason === 'length') await this.terminal.aside(`[${text.cutAtLength}]`);
    if (event.error === undefined) return;
    await this.terminal.aside(event.error.message);
    if (event.error.data?.whatToDo) await this.terminal.aside(event.error.data.whatToDo);
  }
}
