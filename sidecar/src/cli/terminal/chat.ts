import { createInterface, type Interface } from 'node:readline';
import { type ConversationSummary, Strategy } from '@condenser/protocol';
import type { Application } from '../../app/application.ts';
import { isError } from '../../errors.ts';
import { toWireError } from '../../i18n/wireError.ts';
import {
  BRACKETED_PASTE_OFF,
  BRACKETED_PASTE_ON,
  PasteReader,
  toEditedLine,
} from './bracketedPaste.ts';
import { LineQueue } from './lineQueue.ts';
import { Terminal, type TerminalStreams } from './terminal.ts';
import { type Chosen, type TurnChoice, turnChoice } from './turnChoice.ts';
import { TurnPrinter } from './turnPrinter.ts';

const PROMPT = '> ';

/** What a chat needs from its process. */
export interface ChatHost {
  readonly newId: () => string;
  /** Calls the listener for each SIGINT. @returns a function that removes it. */
  onInterrupt(listener: () => void): () => void;
  /** Whether an output error means that the reader closed it, rather than that a disk is full. */
  isReaderGone(error: unknown): boolean;
}

/**
 * Runs a conversation in the terminal until the user quits. Resolves with the exit code.
 *
 * @throws `notFound`, `ambiguousId` or `conversationDeleted` for a conversation that cannot continue.
 */
export async function chat(
  application: Application,
  streams: TerminalStreams,
  chosen: Chosen,
  host: ChatHost,
): Promise<number> {
  const choice = await turnChoice(application, chosen);
  return new TerminalChat(application, streams, choice, host).run();
}

class TerminalChat {
  private readonly application: Application;
  private readonly terminal: Terminal;
  private readonly printer: TurnPrinter;
  private readonly host: ChatHost;
  private readonly streams: TerminalStreams;
  private readonly input: Interface;
  private readonly lines: LineQueue;
  private readonly interactive: boolean;
  /** Whether the terminal marks where a paste begins and ends. */
  private readonly marksPastes: boolean;
  private conversationId: string | undefined;
  private model: string | undefined;
  private strategy: Strategy | undefined;
  private answering: AbortController | undefined;

  constructor(
    application: Application,
    streams: TerminalStreams,
    { conversationId, model, strategy }: TurnChoice,
    host: ChatHost,
  ) {
    this.application = application;
    this.conversationId = conversationId;
    this.model = model;
    this.strategy = strategy;
    this.terminal = new Terminal(streams);
    this.printer = new TurnPrinter(this.terminal, () => application.wording());
    this.host = host;
    this.streams = streams;
    this.interactive = streams.input.isTTY === true && streams.output.isTTY === true;
    this.marksPastes = this.interactive && streams.escapes;
    this.input = createInterface({
      input: this.marksPastes
        ? new PasteReader(streams.input, (text) => this.input.write(toEditedLine(text)))
        : streams.input,
      output: this.interactive ? streams.output : undefined,
      terminal: this.interactive,
      prompt: PROMPT,
    });
    this.lines = new LineQueue(this.input, this.interactive);
    // The terminal or the reader of the answers is gone.
    this.input.on('error', () => this.quit());
    streams.output.on('error', (error) => {
      if (host.isReaderGone(error)) this.quit();
      else this.close();
    });
  }

  async run(): Promise<number> {
    const unsubscribe = this.application.chat.events.subscribe((event) => this.printer.show(event));
    const interrupt = () => this.interrupt();
    this.input.on('SIGINT', interrupt);
    const ends = [this.host.onInterrupt(interrupt), unsubscribe, this.enableBracketedPaste()];
    try {
      if (!(await this.welcome())) return 1;
      await this.loop();
      return 0;
    } finally {
      for (const end of ends) end();
      this.input.close();
    }
  }

  /** @returns a function that restores the terminal. */
  private enableBracketedPaste(): () => void {
    if (!this.marksPastes) return () => undefined;
    const { output } = this.streams;
    const restore = () => void output.write(BRACKETED_PASTE_OFF);
    output.write(BRACKETED_PASTE_ON);
    // The shell may have changed the mode while this process was suspended.
    this.input.on('SIGCONT', () => output.write(BRACKETED_PASTE_ON));
    // Also when the process exits early.
    process.once('exit', restore);
    return () => {
      process.off('exit', restore);
      restore();
    };
  }

  private async loop(): Promise<void> {
    for (;;) {
      if (this.interactive) this.input.prompt();
      const line = await this.lines.next();
      if (line === undefined) return;
      const text = trimmed(line);
      if (text === '') continue;
      if (/^\/[a-z?]/i.test(text) && !text.includes('\n')) {
        if (!(await this.command(text))) return;
      } else {
        await this.ask(text);
      }
    }
  }

  private async ask(text: string): Promise<void> {
    const answering = new AbortController();
    this.answering = answering;
    try {
      const result = await this.application.chat.turns.send(
        {
          clientTurnId: this.host.newId(),
          text,
          conversationId: this.conversationId,
          model: this.model,
          strategy: this.strategy,
        },
        answering.signal,
      );
      this.conversationId = result.conversationId;
      // Messages about the end have to appear before the next prompt.
      await this.printer.shown();
      await this.printer.reportStoppedElsewhere(this.application, result);
    } catch (error) {
      await this.showError(error);
    } finally {
      this.answering = undefined;
    }
  }

  /** Ctrl-C stops the answer, clears the line, or quits, in this order. */
  private interrupt(): void {
    if (this.answering && !this.answering.signal.aborted) {
      this.answering.abort();
    } else if (this.interactive && this.input.line !== '') {
      this.input.write(null, { ctrl: true, name: 'e' });
      this.input.write(null, { ctrl: true, name: 'u' });
    } else {
      this.quit();
    }
  }

  private quit(): void {
    this.answering?.abort();
    this.close();
  }

  /** Reads no further input; a running answer is finished. */
  private close(): void {
    this.lines.close();
    this.input.close();
  }

  /** @returns false when no chat is possible. */
  private async welcome(): Promise<boolean> {
    const { settings, backend } = this.application;
    const continued = await this.continuedConversation();
    try {
      const named = [this.model, continued?.model, settings.current.model];
      this.model = await backend.catalogue.choose(undefined, ...named);
    } catch (error) {
      const names = isError(error, 'noModelChosen') ? error.facts.models : [];
      if (names.length === 0 || !this.interactive) {
        await this.showError(error);
        return false;
      }
      this.model = await this.chooseFrom(names);
      if (this.model === undefined) return true;
    }
    const text = this.application.wording().terminal;
    await this.terminal.aside(text.welcome({ model: this.model, host: backend.server.host }));
    if (continued) {
      const { title, turnCount: turns } = continued;
      await this.terminal.aside(this.application.wording().conversations.goesOn({ title, turns }));
    }
    return true;
  }

  /** The summary of the conversation to continue. */
  private async continuedConversation(): Promise<ConversationSummary | undefined> {
    const { conversationId } = this;
    if (conversationId === undefined) return undefined;
    return this.application.chat.conversations.summary(conversationId);
  }

  private async chooseFrom(names: readonly string[]): Promise<string | undefined> {
    const text = this.application.wording().terminal;
    await this.terminal.aside(text.chooseModel);
    for (const [index, name] of names.entries()) {
      await this.terminal.aside(`  ${index + 1}  ${name}`);
    }
    for (;;) {
      this.input.prompt();
      const line = await this.lines.next();
      if (line === undefined) return undefined;
      const chosen = names[Number(line.trim()) - 1] ?? names.find((name) => name === line.trim());
      if (chosen !== undefined) return chosen;
      await this.terminal.aside(text.invalidChoice(names.length));
    }
  }

  /** @returns false to quit. */
  private async command(line: string): Promise<boolean> {
    const text = this.application.wording().terminal;
    const [name = '', argument] = line.split(/\s+/, 2);
    switch (name) {
      case '/quit':
      case '/exit':
        return false;
      case '/new':
        this.conversationId = undefined;
        await this.terminal.aside(text.newConversation);
        return true;
      case '/model':
        await this.setModel(argument);
        return true;
      case '/strategy':
        await this.setStrategy(argument);
        return true;
      case '/help':
      case '/?':
        await this.terminal.aside(text.help);
        return true;
      default:
        await this.terminal.aside(text.unknownCommand(name));
        return true;
    }
  }

  private async setModel(name: string | undefined): Promise<void> {
    try {
      const { catalogue } = this.application.backend;
      const chosen = name ? await catalogue.requireInstalled(name) : await this.chooseModel();
      this.model = chosen ?? this.model;
      if (this.model === undefined) return;
      await this.terminal.aside(this.application.wording().terminal.modelSet(this.model));
    } catch (error) {
      await this.showError(error);
    }
  }

  private async chooseModel(): Promise<string | undefined> {
    const models = (await this.application.backend.catalogue.list()).filter((model) => model.chat);
    return this.chooseFrom(models.map((model) => model.name));
  }

  private async setStrategy(name: string | undefined): Promise<void> {
    const parsed = Strategy.safeParse(name);
    if (parsed.success) this.strategy = parsed.data;
    const current = this.strategy ?? this.application.settings.current.strategy;
    const shown = parsed.success ? current : `${current} (${Strategy.options.join(' · ')})`;
    await this.terminal.aside(this.application.wording().terminal.strategySet(shown));
  }

  private async showError(error: unknown): Promise<void> {
    if (!isError(error)) throw error;
    const { message, data } = toWireError(error, this.application.wording());
    await this.terminal.aside(message);
    if (data?.whatToDo) await this.terminal.aside(data.whatToDo);
  }
}

/** Removes surrounding blank lines. Code keeps the indentation of its first line. */
function trimmed(text: string): string {
  return text.includes('\n') ? text.replace(/^(?:[ \t]*\n)+/, '').trimEnd() : text.trim();
}
