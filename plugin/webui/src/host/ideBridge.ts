import type { Channel, ChannelListener, Host, HostTheme } from './host.ts';

/**
 * The properties of `window` through which the IDE and the page communicate.
 *
 * The IDE injects `condenserHost` before the page's script runs, or later, and fires
 * `condenser-host-ready` then. It calls the other three by `executeJavaScript`: messages in batches,
 * one a frame at most; a message that is too large for one call in parts.
 */
export interface BridgeWindow {
  condenserHost?: { post(json: string): void };
  condenserReceive?: (messages: readonly string[]) => void;
  condenserReceivePart?: (id: string, index: number, count: number, text: string) => void;
  condenserTheme?: (theme: HostTheme) => void;
  addEventListener(type: 'condenser-host-ready', listener: () => void): void;
}

/** The IDE's bridge: a channel that is open as long as the page is. */
export class IdeBridge implements Host {
  readonly kind = 'ide';
  readonly initializes = false;
  private readonly window: BridgeWindow;
  private readonly parts = new PartJoiner((message) => this.receive(message));
  private listener: ChannelListener | undefined;
  private early: string[] = [];
  private theme: HostTheme | undefined;
  private readonly themeListeners: ((theme: HostTheme) => void)[] = [];

  /** Sets the callbacks of the window at once, so that no early message is lost. */
  constructor(window: BridgeWindow) {
    this.window = window;
    window.condenserReceive = (messages) => {
      for (const message of messages) this.receive(message);
    };
    window.condenserReceivePart = (id, index, count, text) =>
      this.parts.add({ id, index, count, text });
    window.condenserTheme = (theme) => {
      this.theme = theme;
      for (const listener of this.themeListeners) listener(theme);
    };
  }

  async open(listener: ChannelListener): Promise<Channel> {
    const host = await this.ready();
    this.listener = listener;
    const early = this.early;
    this.early = [];
    // After the caller has its channel.
    queueMicrotask(() => {
      for (const message of early) listener.onMessage(message);
    });
    return {
      send: (json) => host.post(json),
      close: () => {
        if (this.listener === listener) this.listener = undefined;
      },
    };
  }

  onTheme(listener: (theme: HostTheme) => void): void {
    this.themeListeners.push(listener);
    if (this.theme) listener(this.theme);
  }

  private receive(message: string): void {
    if (this.listener) this.listener.onMessage(message);
    else this.early.push(message);
  }

  private ready(): Promise<{ post(json: string): void }> {
    return new Promise((resolve) => {
      const resolveIfReady = () => {
        if (this.window.condenserHost) resolve(this.window.condenserHost);
      };
      this.window.addEventListener('condenser-host-ready', resolveIfReady);
      resolveIfReady();
    });
  }
}

/** Whether the page runs in an IDE: the plugin opens it with `?host=ide`. */
export function isInIde(window: BridgeWindow, address: URL): boolean {
  return window.condenserHost !== undefined || address.searchParams.get('host') === 'ide';
}

/** A part of a message that was too large for one call. */
export interface MessagePart {
  readonly id: string;
  /** From 0. */
  readonly index: number;
  readonly count: number;
  readonly text: string;
}

/** Puts messages together again. Parts of several messages may come mixed, in any order. */
export class PartJoiner {
  private readonly open = new Map<string, { texts: string[]; missing: number }>();
  private readonly whole: (message: string) => void;

  constructor(whole: (message: string) => void) {
    this.whole = whole;
  }

  add({ id, index, count, text }: MessagePart): void {
    const message = this.open.get(id) ?? { texts: new Array<string>(count), missing: count };
    this.open.set(id, message);
    if (message.texts[index] === undefined) message.missing -= 1;
    message.texts[index] = text;
    if (message.missing > 0) return;
    this.open.delete(id);
    this.whole(message.texts.join(''));
  }
}
