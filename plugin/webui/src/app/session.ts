import {
  ChatEventNotification,
  ConversationChangedNotification,
  IdeAskNotification,
  IdeCapabilitiesRequest,
  IdeDocumentChangedNotification,
  ModelChangedNotification,
  PageHelloRequest,
  PromptsListRequest,
  SettingsChangedNotification,
  type SettingsState,
  type Status,
  StatusChangedNotification,
} from '@condenser/protocol/light';
import type { Host } from '../host/host.ts';
import { type Language, localeOf } from '../i18n/texts.ts';
import type { ConnectionState } from '../rpc/client.ts';
import { NEW } from '../state/state.ts';
import type { App } from './app.ts';

/** Reads the state of the sidecar on every connection, and follows its notifications. */
export class Session {
  private readonly app: App;
  private readonly host: Host;
  private readonly pageId: Promise<string>;
  /** Conversations that are being read again. */
  private readonly reading = new Set<string>();
  private hasOpened = false;

  constructor(app: App, host: Host, pageId: Promise<string>) {
    this.app = app;
    this.host = host;
    this.pageId = pageId;
    app.client.onState = (state) => this.onConnection(state);
    app.store.subscribe(() => this.readStale());
    this.listen();
  }

  start(): Promise<void> {
    return this.app.client.start();
  }

  /** Switches the language of the page, and of the texts that the sidecar sends to it. */
  setLanguage(language: Language): void {
    this.app.set({ language });
    if (this.app.store.state.connection !== 'connected') return;
    this.app.run(this.hello().then(() => this.readPrompts()));
  }

  private listen(): void {
    const { client, store, models } = this.app;
    client.on(ChatEventNotification, (event) => store.queueForFrame({ type: 'event', event }));
    client.on(ConversationChangedNotification, (change) => {
      store.queueForFrame({ type: 'changed', change });
    });
    client.on(ModelChangedNotification, () => this.app.run(models.list()));
    client.on(StatusChangedNotification, (status) => this.onStatus(status));
    client.on(SettingsChangedNotification, (state) => this.onSettings(state));
    client.on(IdeAskNotification, ({ text, prompt, context, send }) => {
      const question = text || store.state.prompts.find(({ name }) => name === prompt)?.text || '';
      if (send && question !== '') this.app.turns.send(question, context);
      else this.app.drafts.add(context, question);
    });
    client.on(IdeDocumentChangedNotification, ({ uri, version }) => {
      this.app.set({ documentVersions: { ...store.state.documentVersions, [uri]: version } });
    });
  }

  private onConnection(connection: ConnectionState): void {
    this.app.set({ connection });
    if (connection === 'connected') this.app.run(this.open());
  }

  private onStatus(status: Status): void {
    const before = this.app.store.state.status;
    this.app.set({ status });
    // Another server has other models.
    if (status.state !== before?.state || status.host !== before.host) {
      this.app.run(this.app.models.list());
    }
  }

  private onSettings({ settings }: SettingsState): void {
    const before = this.app.store.state.settings?.prompts;
    this.app.set({ settings });
    // The list has the prompts of the settings among the built-in ones.
    if (JSON.stringify(settings.prompts) !== JSON.stringify(before)) {
      this.app.run(this.readPrompts());
    }
  }

  /** After every connection: reads the current state, and resends unanswered questions. */
  private async open(): Promise<void> {
    const { app } = this;
    if (this.host.kind === 'ide') await this.readAbilities();
    await this.hello();
    app.store.dispatch({ type: 'missed' });
    app.turns.resume();
    app.run(app.models.joinPulls());
    await Promise.allSettled([app.conversations.list(), app.models.list(), this.readPrompts()]);
    await this.openLast();
  }

  /** A page that was just loaded opens the conversation that was used last. */
  private async openLast(): Promise<void> {
    if (this.hasOpened) return;
    this.hasOpened = true;
    const { current, pending, drafts, summaries } = this.app.store.state;
    const [last] = summaries;
    const draft = drafts[NEW];
    const hasDraft = draft !== undefined && (draft.text !== '' || draft.context.length > 0);
    if (last && current === NEW && pending.length === 0 && !hasDraft) {
      await this.app.conversations.open(last.conversationId);
    }
  }

  private async readAbilities(): Promise<void> {
    const { client } = this.app;
    const { hostName, methods, workspace } = await client.request(IdeCapabilitiesRequest, {});
    this.app.set({
      abilities: {
        name: hostName,
        methods: new Set(methods),
        workspaceUri: workspace?.uri,
        workspaceName: workspace?.name,
      },
    });
  }

  private async hello(): Promise<void> {
    const { app } = this;
    const { abilities, language } = app.store.state;
    const { workspaceUri: uri, workspaceName: name } = abilities;
    const hello = await app.client.request(PageHelloRequest, {
      pageId: await this.pageId,
      locale: localeOf(language),
      workspace: uri === undefined ? undefined : { uri, name },
    });
    const { settings, status, runningTurns, draft, otherDrafts } = hello;
    app.set({ settings, status });
    const [running] = runningTurns;
    const { current, pending, drafts } = app.store.state;
    app.store.dispatch({ type: 'offered', key: NEW, drafts: otherDrafts ?? [] });
    if (draft && drafts[NEW] === undefined) {
      app.store.dispatch({ type: 'drafted', key: NEW, draft });
    }
    // A page that was reloaded shows the answer that is being written.
    if (running && current === NEW && pending.length === 0) {
      await app.conversations.open(running.conversationId);
    }
  }

  /** The prompts come in the language of the last hello. */
  private async readPrompts(): Promise<void> {
    const { prompts } = await this.app.client.request(PromptsListRequest, {});
    this.app.set({ prompts });
  }

  /** Reads conversations again that missed something, each once at a time. */
  private readStale(): void {
    const { conversations, connection } = this.app.store.state;
    if (connection !== 'connected') return;
    for (const [id, view] of Object.entries(conversations)) {
      if (!view.stale || this.reading.has(id)) continue;
      this.reading.add(id);
      this.app.run(this.app.conversations.load(id).finally(() => this.reading.delete(id)));
    }
  }
}
