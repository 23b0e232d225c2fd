import {
  ChatEventNotification,
  type ContextItem,
  ConversationChangedNotification,
  DoctorRunRequest,
  type Finding,
  IdeAskNotification,
  IdeCapabilitiesRequest,
  IdeDocumentChangedNotification,
  ModelChangedNotification,
  ModelListRequest,
  OllamaStartRequest,
  PageHelloRequest,
  PromptsListRequest,
  SettingsChangedNotification,
  SettingsUpdateRequest,
  StatusChangedNotification,
} from '@condenser/protocol/light';
import type { Host } from '../host/host.ts';
import { type ConnectionState, RpcClient } from '../rpc/client.ts';
import { NEW, type PageState } from '../state/state.ts';
import type { Store } from '../state/store.ts';
import { type Language, type Words, wordsOf } from '../wording/wording.ts';
import { BuiltinModel } from './builtinModel.ts';
import { ContextCheck } from './contextCheck.ts';
import { HostActions } from './hostActions.ts';
import { Library } from './library.ts';
import { Machine } from './machine.ts';
import { Transfers } from './transfers.ts';
import { Turns, wireError } from './turns.ts';

const TOAST_MS = 8_000;

/** The page, apart from what it looks like: what the person does goes in, the state comes out. */
export class App {
  readonly store: Store;
  readonly library: Library;
  readonly turns: Turns;
  readonly actions: HostActions;
  readonly transfers: Transfers;
  readonly machine: Machine;
  readonly builtin: BuiltinModel;
  readonly contextCheck: ContextCheck;
  private readonly client: RpcClient;
  private readonly host: Host;
  private readonly reading = new Set<string>();
  private hasBegun = false;
  private toasts = 0;

  constructor(store: Store, host: Host) {
    this.store = store;
    this.host = host;
    this.client = new RpcClient(host, () => this.locale);
    this.library = new Library(store, this.client);
    this.turns = new Turns(store, this.client, (key, text) => this.library.sent(key, text));
    this.actions = new HostActions(this.client, () => store.state.abilities.methods);
    this.transfers = new Transfers(store, this.client);
    this.machine = new Machine(store, this.client);
    this.builtin = new BuiltinModel(store, this.client);
    this.contextCheck = new ContextCheck(this.client);
    this.client.onState = (state) => this.onConnection(state);
    this.listen();
    store.subscribe(() => this.readStale());
  }

  private get locale(): string {
    return this.store.state.language === 'zh' ? 'zh-CN' : 'en';
  }

  get words(): Words {
    return wordsOf(this.store.state.language);
  }

  start(): Promise<void> {
    return this.client.start();
  }

  set(values: Partial<PageState>): void {
    this.store.dispatch({ type: 'set', values });
  }

  /** Speaks this language from now on, and has the sidecar speak it. */
  speak(language: Language): void {
    this.set({ language });
    if (this.store.state.connection !== 'connected') return;
    this.run(this.helloAndPrompts());
  }

  /** Does it, and tells the person when it does not work. */
  run(work: Promise<unknown>): void {
    work.catch((error: unknown) => this.toast(this.words.failedAction(wireError(error).message)));
  }

  toast(text: string, action?: { label: string; run: () => void }): void {
    this.toasts += 1;
    const id = this.toasts;
    this.store.dispatch({
      type: 'toast',
      toast: { id, text, ...(action === undefined ? {} : { action }) },
    });
    setTimeout(() => this.store.dispatch({ type: 'toastGone', id }), TOAST_MS);
  }

  delete(conversationId: string, title: string): void {
    const { undo, deleted } = this.words;
    const restore = () => this.run(this.library.restore(conversationId));
    this.run(
      this.library
        .delete(conversationId)
        .then(() => this.toast(deleted(title), { label: undo, run: restore })),
    );
  }

  async startOllama(): Promise<void> {
    this.set({ status: await this.client.request(OllamaStartRequest, {}) });
    await this.readModels();
  }

  async doctor(): Promise<readonly Finding[]> {
    return (await this.client.request(DoctorRunRequest, {})).findings;
  }

  async readModels(): Promise<void> {
    const { models } = await this.client.request(ModelListRequest, {});
    this.set({ models });
  }

  /**
   * The model that answers the next turn here. One that is chosen for a new conversation, or where
   * none was, is the one for all new conversations from then on.
   */
  async chooseModel(model: string): Promise<void> {
    const { current, status } = this.store.state;
    if (current !== NEW) await this.library.update(current, { model });
    else this.set({ newModel: model });
    if (current !== NEW && status?.state !== 'noModel') return;
    await this.client.request(SettingsUpdateRequest, { changes: { model } });
    await this.hello();
  }

  /** Fetches a model, and has it answer here from then on. */
  async pullModel(model: string): Promise<void> {
    await this.transfers.pull(model);
    await this.readModels();
    await this.hello();
  }

  /** Opens another window on the same sidecar; undefined where the host has its own way. */
  get openWindow(): (() => Promise<void>) | undefined {
    const { host } = this;
    if (host.newLink === undefined) return undefined;
    return async () => {
      const link = await host.newLink?.();
      window.open(link, '_blank', 'noopener');
    };
  }

  async attachSelection(): Promise<void> {
    const item = await this.actions.selection();
    if (item !== null) this.attach([item]);
  }

  /** Adds to what goes along with the next question, and perhaps to its text. */
  attach(items: readonly ContextItem[], text = ''): void {
    const { drafts, current } = this.store.state;
    const draft = drafts[current] ?? { text: '', context: [] };
    this.library.draft({ text: text || draft.text, context: [...draft.context, ...items] });
  }

  private listen(): void {
    const { client, store } = this;
    client.on(ChatEventNotification, (event) => {
      store.queueForFrame({ type: 'event', event });
      // It is in memory now, or for longer.
      if (event.kind === 'finished') this.readModels().catch(() => undefined);
    });
    client.on(ConversationChangedNotification, (change) => {
      store.queueForFrame({ type: 'changed', change });
    });
    client.on(ModelChangedNotification, () => this.run(this.readModels()));
    client.on(StatusChangedNotification, (status) => this.set({ status }));
    client.on(SettingsChangedNotification, () => this.run(this.helloAndPrompts()));
    client.on(IdeAskNotification, (asked) => this.onAsk(asked));
    client.on(IdeDocumentChangedNotification, ({ uri, version }) => {
      this.set({ documentVersions: { ...store.state.documentVersions, [uri]: version } });
    });
  }

  private onConnection(connection: ConnectionState): void {
    this.set({ connection });
    if (connection === 'connected') this.run(this.begin());
  }

  /** After every connection: whatever happened meanwhile is read, what was sent is sent again. */
  private async begin(): Promise<void> {
    if (this.host.kind === 'ide') await this.readAbilities();
    await this.hello();
    const conversations = Object.fromEntries(
      Object.entries(this.store.state.conversations).map(([id, view]) => [
        id,
        { ...view, stale: true },
      ]),
    );
    this.set({ conversations });
    this.turns.resume();
    this.run(this.transfers.join());
    await Promise.allSettled([this.library.list(), this.readModels(), this.readPrompts()]);
    await this.openLast();
  }

  /** A page that was just loaded stands where the person stood: in what was used last. */
  private async openLast(): Promise<void> {
    if (this.hasBegun) return;
    this.hasBegun = true;
    const { current, pending, drafts, summaries } = this.store.state;
    const [last] = summaries;
    const draft = drafts[NEW];
    const unsent = draft !== undefined && (draft.text !== '' || draft.context.length > 0);
    if (last && current === NEW && pending.length === 0 && !unsent) {
      await this.library.open(last.conversationId);
    }
  }

  private async readAbilities(): Promise<void> {
    const { hostName, methods, workspace } = await this.client.request(IdeCapabilitiesRequest, {});
    const abilities = {
      name: hostName,
      methods: new Set(methods),
      ...(workspace === undefined ? {} : { workspaceUri: workspace.uri }),
      ...(workspace?.name === undefined ? {} : { workspaceName: workspace.name }),
    };
    this.set({ abilities });
  }

  private async hello(): Promise<void> {
    const { abilities } = this.store.state;
    const { workspaceUri: uri, workspaceName: name } = abilities;
    const hello = await this.client.request(PageHelloRequest, {
      pageId: await this.library.pageId,
      locale: this.locale,
      ...(uri === undefined ? {} : { workspace: { uri, ...(name === undefined ? {} : { name }) } }),
    });
    const { settings, status, runningTurns, draft, otherDrafts } = hello;
    this.set({ settings, status });
    const [running] = runningTurns;
    const { current, pending, drafts } = this.store.state;
    this.store.dispatch({ type: 'offered', key: NEW, drafts: otherDrafts ?? [] });
    if (draft && drafts[NEW] === undefined) {
      this.store.dispatch({ type: 'drafted', key: NEW, draft });
    }
    // A page that was loaded again shows what is being answered.
    if (running && current === NEW && pending.length === 0) {
      await this.library.open(running.conversationId);
    }
  }

  /** The prompts come in the language that the hello has asked for. */
  private async helloAndPrompts(): Promise<void> {
    await this.hello();
    await this.readPrompts();
  }

  private async readPrompts(): Promise<void> {
    const { prompts } = await this.client.request(PromptsListRequest, {});
    this.set({ prompts });
  }

  /** What missed something is read again, once at a time. */
  private readStale(): void {
    const { conversations, connection } = this.store.state;
    if (connection !== 'connected') return;
    for (const [id, view] of Object.entries(conversations)) {
      if (!view.stale || this.reading.has(id)) continue;
      this.reading.add(id);
      this.run(this.library.load(id).finally(() => this.reading.delete(id)));
    }
  }

  private onAsk(asked: {
    text: string;
    prompt?: string | undefined;
    context: readonly ContextItem[];
    send: boolean;
  }): void {
    const { prompts } = this.store.state;
    const prompt = prompts.find(({ name }) => name === asked.prompt);
    const text = asked.text || prompt?.text || '';
    if (asked.send && text !== '') {
      this.turns.send(text, asked.context);
      return;
    }
    this.attach(asked.context, text);
  }
}
